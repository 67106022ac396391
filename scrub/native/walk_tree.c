/* What a walk is asked and answers: Python's objects around it. */
#include "kernels.h"
#include "walk.h"

/* Reads which nodes are hidden by themselves into a table of our own. */
static int read_hidden(struct walk *w, PyObject *hidden)
{
    size_t count = (size_t)PyDict_GET_SIZE(hidden), room = 16;
    if (count == 0)
        return 0;
    while (room < 2 * count)
        room *= 2;
    w->hiding = PyMem_Calloc(room, sizeof *w->hiding);
    if (w->hiding == NULL)
        return no_memory();
    w->hidden_room = room;
    PyObject *key, *value;
    for (Py_ssize_t at = 0; PyDict_Next(hidden, &at, &key, &value);) {
        uintptr_t node = (uintptr_t)PyLong_AsUnsignedLongLong(key);
        uint32_t bits = (uint32_t)PyLong_AsUnsignedLong(value);
        if (PyErr_Occurred())
            return -1;
        size_t k = (node >> 4) & (room - 1);
        while (w->hiding[k].node)
            k = (k + 1) & (room - 1);
        w->hiding[k] = (struct hiding){node, bits};
    }
    return 0;
}

/* What was found. */
static PyObject *answer(const struct walk *w)
{
    size_t size = w->text.length ? w->text.length - 1 : 0; /* without the line break behind the last block */
    PyObject *text = decoded(w->text.at ? w->text.at : "", size);
    return Py_BuildValue("(NNNONONNNOOO)", text, ints_object(&w->blocks), ints_object(&w->elements), w->labels,
                         ints_object(&w->anchors), w->hrefs, ints_object(&w->rels), ints_object(&w->link_hidden),
                         ints_object(&w->marks), w->pictures, w->ids, w->shapes);
}

/* Gives all back. */
static void release(struct walk *w)
{
    PyMem_Free(w->text.at);
    struct ints *all[] = {&w->blocks, &w->elements, &w->anchors, &w->marks, &w->rels, &w->link_hidden};
    for (size_t k = 0; k < sizeof all / sizeof *all; k++)
        PyMem_Free(all[k]->at);
    PyMem_Free(w->stack);
    PyMem_Free(w->holders);
    PyMem_Free(w->hiding);
    Py_XDECREF(w->labels);
    Py_XDECREF(w->hrefs);
    Py_XDECREF(w->pictures);
    Py_XDECREF(w->ids);
    Py_XDECREF(w->shapes);
    Py_XDECREF(w->sources);
    Py_XDECREF(w->href);
}

/* walk(root, hidden, marked, flags, codes, tags of text, comment and <sup>'s code, names, Picture): see compiled_walk. */
PyObject *walk_tree(PyObject *self, PyObject *args)
{
    unsigned long long root, text_tag, comment_tag;
    PyObject *hidden;
    Py_buffer flags, codes;
    struct walk w = {.joint = PARAGRAPH, .e = -1, .depth = -1, .link_start = -1};
    (void)self;
    if (!PyArg_ParseTuple(args, "KO!py*y*KKiO!OO!O!nO!", &root, &PyDict_Type, &hidden, &w.marked, &flags, &codes, &text_tag,
                          &comment_tag, &w.sup, &PyDict_Type, &w.rels_known, &w.rel_bits, &PyFrozenSet_Type, &w.shaping,
                          &PyFrozenSet_Type, &w.pictured, &w.longest, &PyType_Type, &w.picture))
        return NULL;
    PyObject *found = NULL;
    w.flag = flags.buf;
    w.code = codes.buf;
    w.text_tag = (uintptr_t)text_tag;
    w.comment_tag = (uintptr_t)comment_tag;
    w.labels = PyList_New(0);
    w.hrefs = PyList_New(0);
    w.pictures = PyList_New(0);
    w.ids = PyList_New(0);
    w.sources = PyList_New(0);
    w.shapes = PyDict_New();
    int fit = flags.len == TAGS * (Py_ssize_t)sizeof *w.flag && (uintptr_t)flags.buf % sizeof *w.flag == 0 &&
              codes.len == TAGS && lexbor_is_bound() && root != 0;
    if (!fit)
        PyErr_SetString(PyExc_ValueError, "walk: lexbor is not bound, or the tables have another length");
    else if (!is_named_tuple(w.picture))
        PyErr_SetString(PyExc_TypeError, "walk: a picture is a named tuple");
    else if (w.labels && w.hrefs && w.pictures && w.ids && w.sources && w.shapes && read_hidden(&w, hidden) == 0 &&
             walk_from(&w, (struct node *)(uintptr_t)root) == 0 && place_pictures(&w) == 0)
        found = answer(&w);
    release(&w);
    PyBuffer_Release(&flags);
    PyBuffer_Release(&codes);
    return found;
}
