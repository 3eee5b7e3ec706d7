"""Reading an announcement: from words to drafts that point at them. Pure; an officer confirms each."""
