"""Tests: laws over generated cases, scenarios as text, tables for each rule, and the command line as people use it."""
