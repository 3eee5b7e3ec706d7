// Keys for the officer's page: j and k go to the next and the previous draft, Enter opens its record and e its
// correction, d leaves it aside, Escape goes back to it.
// Nothing here writes anything: what is written was shown on a page of its own, and its button was pressed there.

const drafts = [...document.querySelectorAll("article[data-draft]")];
let at = -1;

function light(number) {
  for (const mark of document.querySelectorAll("mark[data-drafts]")) {
    mark.classList.toggle("here", mark.dataset.drafts.split(" ").includes(number));
  }
  document.querySelector("mark.here")?.scrollIntoView({ block: "nearest" });
}

function go(index) {
  if (index < 0 || index >= drafts.length) return;
  drafts[index].focus();
}

function open(draft, what) {
  const form = draft.querySelector(`details.${what}`);
  if (!form) {
    draft.querySelector("form.keep button, form.drop button")?.focus();
    return;
  }
  form.open = true;
  form.querySelector("select, input:not([type=hidden])").focus();
}

for (const [index, draft] of drafts.entries()) {
  draft.addEventListener("focusin", () => {
    at = index;
    light(draft.dataset.draft);
  });
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, select, textarea")) {
    if (event.key === "Escape") event.target.closest("article[data-draft]")?.focus();
    return;
  }
  const draft = drafts[at];
  const onDraft = draft !== undefined && document.activeElement === draft;
  if (event.key === "j") go(at + 1);
  else if (event.key === "k") go(at - 1);
  else if (event.key === "e" && draft) open(draft, "correct");
  else if (event.key === "Enter" && onDraft) open(draft, "make");
  else if (event.key === "d" && draft) draft.querySelector("form.drop")?.requestSubmit();
  else return;
  event.preventDefault();
});

const named = document.getElementById(location.hash.slice(1));
if (named?.dataset.draft) named.focus();
