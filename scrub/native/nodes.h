/* What is asked of single nodes of lexbor's: see scrub.parser.nodes. */
#ifndef SCRUB_NODES_H
#define SCRUB_NODES_H

#include "kernels.h"
#include "lexbor.h"

/* The node that a number stands for, and 1; 0 with an exception where there is none, or the count of arguments is
   another. */
int is_node(PyObject *const *args, Py_ssize_t given, Py_ssize_t wanted, struct node **node);

/* The node behind this one in page order, NULL at the end of what stands below `top`. */
static inline struct node *node_behind(struct node *node, struct node *top)
{
    struct node *next = lexbor.first_child(node);
    while (next == NULL && node != top && node != NULL) {
        next = lexbor.next(node);
        if (next == NULL)
            node = lexbor.parent(node);
    }
    return next;
}

/* Append and give away; item may be NULL, with an error set. 0 or -1. */
static inline int give(PyObject *list, PyObject *item)
{
    int failed = item == NULL || PyList_Append(list, item) < 0;
    Py_XDECREF(item);
    return failed ? -1 : 0;
}

#endif
