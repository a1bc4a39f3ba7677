"""Passage → Proposal: rules that read sentences."""
