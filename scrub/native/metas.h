/* What the meta elements of a page say: see scrub.parser.metas. */
#ifndef SCRUB_METAS_H
#define SCRUB_METAS_H

#include "lexbor.h"

/* Adds what a meta element says, `longest` characters of it, to a dict of lists by name; 0 or -1 with an exception. */
int add_meta(PyObject *metas, struct node *node, Py_ssize_t longest);

#endif
