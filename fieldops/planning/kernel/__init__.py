"""The search over routes: ruin and recreate, compiled. Numbers only; no words, no ids."""
