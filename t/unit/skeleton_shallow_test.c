/*
 * The same where next to nothing is known to be open, so that all of what is
 * told from that is told when it is not: the Makefile has it built so.
 */

#include "skeleton_test.c"
