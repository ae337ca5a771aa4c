"""Papers: what a team prints and an official signs, typeset from facts that others looked up."""
