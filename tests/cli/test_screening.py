"""A table is screened from the command line, and the command says what came of it."""

from __future__ import annotations

import json

from clearway.index import ENGINE
from tests.cli.terminal import AREA, open_terminal, shape


def test_the_command_counts_verdicts_and_errors(tmp_path) -> None:
    centre = open_terminal(tmp_path, "centre")
    ground = shape(tmp_path, "area", AREA)
    centre.writes("area", "--footprint", ground, "--classification", "confirmed", *("--direct", "a shell"))
    table, out = tmp_path / "in.csv", tmp_path / "out.csv"
    table.write_text("id,lon,lat\n1,20.252,32.252\n2,20.5,32.0\n3,,\n", encoding="utf-8")
    said = centre.run("screen", table, "--out", out)
    assert said.exit_code == 0, said.output
    assert "Rows: 3, as of" in said.output
    assert "Do not enter: 1" in said.output
    assert "(check.bad_position): 1" in said.output
    lines = out.read_text(encoding="utf-8").splitlines()
    assert [line.split(",")[3] for line in lines] == ["clearway_verdict", "do_not_enter", "not_confirmed", ""]
    told = json.loads(centre.run("screen", table, "--out", out, "--json", "--processes", 1).output)
    assert told["rows"] == 3
    assert told["engine"] == ENGINE
    assert told["counts"] == {"check.bad_position": 1, "do_not_enter": 1, "not_confirmed": 1}
    assert "عدد الأسطر" in centre.run("screen", table, "--out", out, lang="ar").output
