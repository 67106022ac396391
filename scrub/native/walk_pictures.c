/* Images of a page: what they say of themselves, and the element that each is left in. */
#include "walk.h"

/* Add an attribute to what an image says of itself, where it is one that tells of it. */
static int tell(struct walk *w, struct attribute *one, PyObject *found)
{
    PyObject *key = name_of(one), *own = NULL;
    int wanted = key == NULL ? -1 : PySet_Contains(w->pictured, key);
    if (wanted > 0) {
        own = value_of(one);
        if (own == NULL)
            wanted = -1;
        else if (own != Py_None && PyUnicode_GET_LENGTH(own) < w->longest)
            wanted = PyDict_SetItem(found, key, own);
    }
    Py_XDECREF(key);
    Py_XDECREF(own);
    return wanted < 0 ? -1 : 0;
}

/* What an image or a source says of itself. */
PyObject *picture_of(struct walk *w, struct node *node)
{
    PyObject *found = PyDict_New();
    if (found == NULL || lexbor.type(node) != ELEMENT_NODE)
        return found;
    for (struct attribute *one = lexbor.first_attribute(node); one != NULL; one = lexbor.next_attribute(one))
        if (tell(w, one, found) < 0) {
            Py_DECREF(found);
            return NULL;
        }
    return found;
}

/* Counts an image of the element that is open. */
static int hold_picture(struct walk *w)
{
    if (w->holder_count && w->holders[w->holder_count - 1].element == w->e) {
        w->holders[w->holder_count - 1].count++;
        return 0;
    }
    if (w->holder_count == w->holder_room) {
        size_t room = w->holder_room ? 2 * w->holder_room : 16;
        struct holder *larger = PyMem_Realloc(w->holders, room * sizeof *larger);
        if (larger == NULL)
            return no_memory();
        w->holders = larger;
        w->holder_room = room;
    }
    w->holders[w->holder_count++] = (struct holder){w->e, 1};
    return 0;
}

/* A Picture, filled with what is given away; NULL with an exception. */
static PyObject *new_picture(struct walk *w, uint32_t own, PyObject *attributes, PyObject *sources)
{
    PyObject *picture = w->picture->tp_alloc(w->picture, 7);
    if (picture == NULL) {
        Py_DECREF(attributes);
        Py_DECREF(sources);
        return NULL;
    }
    PyObject *fields[7] = {
        PyLong_FromLong(w->offset + w->length),
        PyLong_FromLong(w->count),
        Py_NewRef(w->length > 0 ? Py_True : Py_False),
        Py_NewRef(Py_None), /* `place_pictures` */
        PyLong_FromUnsignedLong((uint32_t)w->bits | own),
        attributes,
        sources,
    };
    int whole = 1;
    for (int k = 0; k < 7; k++) {
        whole &= fields[k] != NULL;
        PyTuple_SET_ITEM(picture, k, fields[k]);
    }
    if (!whole)
        Py_CLEAR(picture);
    return picture;
}

/* Adds an image, with the sources that stand before it. */
int add_picture(struct walk *w, struct node *node, uint32_t own)
{
    TRY(hold_picture(w));
    PyObject *attributes = picture_of(w, node);
    PyObject *sources = attributes == NULL ? NULL : PyList_AsTuple(w->sources);
    if (sources == NULL) {
        Py_XDECREF(attributes);
        return -1;
    }
    TRY(append(w->pictures, new_picture(w, own, attributes, sources)));
    return PyList_SetSlice(w->sources, 0, PyList_GET_SIZE(w->sources), NULL);
}

/* Every picture is told the element that it was left in: nobody has seen it before. */
int place_pictures(struct walk *w)
{
    Py_ssize_t next = 0;
    for (size_t k = 0; k < w->holder_count; k++) {
        PyObject *element = PyLong_FromLong(w->holders[k].element);
        if (element == NULL)
            return -1;
        for (int32_t left = w->holders[k].count; left > 0 && next < PyList_GET_SIZE(w->pictures); left--, next++) {
            PyObject *picture = PyList_GET_ITEM(w->pictures, next);
            Py_SETREF(PyTuple_GET_ITEM(picture, 3), Py_NewRef(element));
        }
        Py_DECREF(element);
    }
    return 0;
}

/* The last pictures stand in an element that is left out: they go to its parent. */
void hand_over(struct walk *w, int32_t e, int32_t parent)
{
    if (!w->holder_count || w->holders[w->holder_count - 1].element != e)
        return;
    if (w->holder_count > 1 && w->holders[w->holder_count - 2].element == parent) {
        w->holders[w->holder_count - 2].count += w->holders[w->holder_count - 1].count;
        w->holder_count--;
    } else
        w->holders[w->holder_count - 1].element = parent;
}
