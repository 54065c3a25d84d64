"""Bundles: plans, the ledger, assembly, what is served, verification."""
