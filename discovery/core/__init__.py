"""Decisions: no file, clock, network or document library is touched here."""
