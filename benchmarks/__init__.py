"""How fast lawrules is, beside hand-written code and other engines. `python -m benchmarks` runs everything."""
