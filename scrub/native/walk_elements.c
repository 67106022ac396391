/* What is written on elements: ids, links, labels, and the attributes that shape them. */
#include "walk.h"

/* Append (offset, name) where an id or, of a link, a name stands here. */
int add_id(struct walk *w, const char *name, size_t size)
{
    if (name == NULL || size == 0)
        return 0;
    PyObject *text = decoded(name, size);
    return text == NULL ? -1 : append(w->ids, Py_BuildValue("(iN)", (int)(w->offset + w->length), text));
}

/* Note the id of an <a>; 1 where it is a link (w->href is new then), 0 where it has no address. */
int read_link(struct walk *w, struct node *node, uint32_t own, int open)
{
    size_t id_size = 0, href_size = 0, rel_size = 0;
    const char *id = attribute_of(node, "id", &id_size);
    if (id == NULL || id_size == 0)
        id = attribute_of(node, "name", &id_size);
    TRY(add_id(w, id, id_size));
    const char *href = attribute_of(node, "href", &href_size);
    if (href == NULL || !open)
        return 0;
    const char *rel = attribute_of(node, "rel", &rel_size);
    w->rel = 0;
    if (rel != NULL && rel_size) {
        PyObject *words = decoded(rel, rel_size);
        PyObject *bits = words == NULL ? NULL : PyObject_CallOneArg(w->rel_bits, words);
        Py_XDECREF(words);
        if (bits == NULL)
            return -1;
        w->rel = (int32_t)PyLong_AsLong(bits);
        Py_DECREF(bits);
        if (PyErr_Occurred())
            return -1;
    }
    PyObject *address = decoded(href, href_size);
    if (address == NULL)
        return -1;
    Py_XSETREF(w->href, address);
    w->own_hidden = (int32_t)own;
    return 1;
}

/* The row of `shapes` about an element, made where there is none; borrowed. */
static PyObject *shape_of(struct walk *w, int32_t e)
{
    PyObject *key = PyLong_FromLong(e), *fresh = PyDict_New(), *row = NULL;
    if (key != NULL && fresh != NULL)
        row = PyDict_SetDefault(w->shapes, key, fresh);
    Py_XDECREF(key);
    Py_XDECREF(fresh);
    return row;
}

/* The classes of what stands in a <pre>: they name its language. */
int note_classes(struct walk *w, struct node *node)
{
    size_t size = 0;
    const char *names = attribute_of(node, "class", &size);
    if (names == NULL || size == 0)
        return 0;
    PyObject *row = shape_of(w, w->e), *classes = decoded(names, size);
    int failed = row == NULL || classes == NULL || PyDict_SetItemString(row, "class", classes) < 0;
    Py_XDECREF(classes);
    return failed ? -1 : 0;
}

/* "#id class class", or the classes alone. */
static PyObject *label_of(const char *id, size_t id_size, const char *names, size_t names_size)
{
    if (id_size == 0)
        return decoded(names_size ? names : "", names_size);
    PyObject *own = decoded(id, id_size), *classes = decoded(names_size ? names : "", names_size);
    PyObject *label = own == NULL || classes == NULL ? NULL : PyUnicode_FromFormat("#%U %U", own, classes);
    Py_XDECREF(own);
    Py_XDECREF(classes);
    if (label == NULL)
        return NULL;
    PyObject *stripped = PyObject_CallMethod(label, "rstrip", NULL);
    Py_DECREF(label);
    return stripped;
}

/* Add what `shaping` finds among the attributes of an element to its shape. */
static int shape(struct walk *w, struct node *node, int32_t e)
{
    PyObject *attributes = attributes_of(node);
    PyObject *found = attributes == NULL ? NULL : PyObject_CallOneArg(w->shaping, attributes);
    Py_XDECREF(attributes);
    if (found == NULL)
        return -1;
    if (!PyDict_Check(found)) {
        Py_DECREF(found);
        PyErr_SetString(PyExc_TypeError, "a shape is a dict");
        return -1;
    }
    PyObject *row = PyDict_GET_SIZE(found) ? shape_of(w, e) : found;
    int failed = row == NULL || (row != found && PyDict_Update(row, found) < 0);
    Py_DECREF(found);
    return failed ? -1 : 0;
}

/* The label of an element, and what shapes it. */
int describe(struct walk *w, struct node *node, int32_t e)
{
    const char *id = NULL, *names = NULL;
    size_t id_size = 0, names_size = 0;
    int shaped = 0;
    uintptr_t tag = lexbor.tag_id(node);
    int may = tag < TAGS && w->flag[tag] & SHAPED;
    struct attribute *one = lexbor.first_attribute(node);
    if (one == NULL)
        return 0;
    for (; one != NULL; one = lexbor.next_attribute(one)) {
        size_t size = 0;
        const char *name = lexbor.attribute_name(one, &size);
        if (is_named(name, size, "class"))
            names = lexbor.attribute_value(one, &names_size);
        else if (is_named(name, size, "id"))
            id = lexbor.attribute_value(one, &id_size);
        else
            shaped |= may || is_named(name, size, "itemtype");
    }
    if (shaped)
        TRY(shape(w, node, e));
    if (id == NULL && names == NULL)
        return 0;
    PyObject *label = label_of(id, id == NULL ? 0 : id_size, names, names == NULL ? 0 : names_size);
    return label == NULL ? -1 : PyList_SetItem(w->labels, e, label);
}

/* Forget the shape of an element that is left out. */
int drop_shape(struct walk *w, int32_t e)
{
    if (PyDict_GET_SIZE(w->shapes) == 0)
        return 0;
    PyObject *key = PyLong_FromLong(e);
    if (key == NULL)
        return -1;
    int there = PyDict_Contains(w->shapes, key);
    int failed = there < 0 || (there && PyDict_DelItem(w->shapes, key) < 0);
    Py_DECREF(key);
    return failed ? -1 : 0;
}
