"""Chinese government work reports as a knowledge graph in which every fact rests on the characters it was read from."""
