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

/* REL_BIT bits of a rel attribute whose words are not all ASCII, or long: as Python reads them. -1 with an exception. */
static int32_t odd_rel(const struct walk *w, const char *words, size_t size)
{
    PyObject *text = decoded(words, size);
    PyObject *bits = text == NULL ? NULL : PyObject_CallOneArg(w->rel_bits, text);
    Py_XDECREF(text);
    if (bits == NULL)
        return -1;
    long found = PyLong_AsLong(bits);
    Py_DECREF(bits);
    if (found == -1 && PyErr_Occurred())
        return -1;
    if (found < 0 || found > INT32_MAX) {
        PyErr_SetString(PyExc_OverflowError, "bits of a rel are few");
        return -1;
    }
    return (int32_t)found;
}

/* The bit of one of its words, in small letters; 0 where it has none, -1 with an exception. */
static int32_t rel_bit(const struct walk *w, const char *word, size_t size)
{
    PyObject *text = familiar_text(word, size);
    PyObject *bit = text == NULL ? NULL : PyDict_GetItemWithError(w->rels_known, text);
    Py_XDECREF(text);
    if (bit == NULL)
        return PyErr_Occurred() ? -1 : 0;
    long found = PyLong_AsLong(bit);
    if (found < 0 || found > INT32_MAX) {
        if (!PyErr_Occurred())
            PyErr_SetString(PyExc_OverflowError, "bits of a rel are few");
        return -1;
    }
    return (int32_t)found;
}

#define LONGEST_REL 128 /* bytes of those that are read here */

/* REL_BIT bits of a rel attribute; -1 with an exception. */
static int32_t rel_of(const struct walk *w, const char *words, size_t size)
{
    char small[LONGEST_REL];
    int32_t bits = 0;
    if (size > LONGEST_REL)
        return odd_rel(w, words, size);
    for (size_t k = 0; k < size; k++) {
        if ((unsigned char)words[k] >= 0x80)
            return odd_rel(w, words, size);
        small[k] = words[k] >= 'A' && words[k] <= 'Z' ? (char)(words[k] | 32) : words[k];
    }
    for (size_t k = 0, end; k < size; k = end) {
        for (end = k; end < size && !white((const unsigned char *)small + end, size - end); end++)
            ;
        int32_t bit = end > k ? rel_bit(w, small + k, end - k) : 0;
        if (bit < 0)
            return -1;
        bits |= bit;
        end += end < size;
    }
    return bits;
}

/* Note the id of an <a>; 1 where it is a link (w->href is new then), 0 where it has no address. */
int read_link(struct walk *w, struct node *node, uint32_t own, int open)
{
    enum { ID, NAME, HREF, REL, READ };
    static const char *const wanted[READ] = {"id", "name", "href", "rel"};
    const char *value[READ] = {NULL};
    size_t size[READ] = {0};
    for (struct attribute *one = lexbor.first_attribute(node); one != NULL; one = lexbor.next_attribute(one)) {
        size_t length = 0;
        const char *name = lexbor.attribute_name(one, &length);
        for (int k = 0; name != NULL && length <= 4 && k < READ; k++)
            if (value[k] == NULL && is_named(name, length, wanted[k]))
                value[k] = lexbor.attribute_value(one, &size[k]);
    }
    int from = value[ID] == NULL || size[ID] == 0 ? NAME : ID;
    TRY(add_id(w, value[from], size[from]));
    if (value[HREF] == NULL || !open)
        return 0;
    w->rel = 0;
    if (value[REL] != NULL && size[REL])
        TRY(w->rel = rel_of(w, value[REL], size[REL]));
    PyObject *address = decoded(value[HREF], size[HREF]);
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
static PyObject *label_of(struct walk *w, const char *id, size_t id_size, const char *names, size_t names_size)
{
    if (id_size == 0)
        return familiar_text(names_size ? names : "", names_size);
    size_t begin = w->text.length, size = id_size + names_size + 2;
    if (bytes_room(&w->text, size) < 0) { /* it is put together behind the text */
        PyErr_NoMemory();
        return NULL;
    }
    char *at = w->text.at + begin;
    at[0] = '#';
    memcpy(at + 1, id, id_size);
    at[id_size + 1] = ' ';
    if (names_size)
        memcpy(at + id_size + 2, names, names_size);
    while (size && white((const unsigned char *)at + size - 1, 1))
        size--;
    if (size == 0 || (unsigned char)at[size - 1] < 0x80)
        return familiar_text(at, size);
    PyObject *label = decoded(at, size);
    PyObject *stripped = label == NULL ? NULL : PyObject_CallMethod(label, "rstrip", NULL);
    Py_XDECREF(label);
    return stripped;
}

/* Does a shape tell of this attribute? 1, 0, or -1 with an exception; its name is new then, or NULL. */
static int is_shaping(const struct walk *w, struct attribute *one, PyObject **name)
{
    *name = name_of(one);
    int found = *name == NULL ? -1 : PySet_Contains(w->shaping, *name);
    if (found <= 0)
        Py_CLEAR(*name);
    return found;
}

/* Add what is in SHAPING of an element's attributes to its shape. */
static int shape(struct walk *w, struct node *node, int32_t e)
{
    PyObject *row = NULL;
    for (struct attribute *one = lexbor.first_attribute(node); one != NULL; one = lexbor.next_attribute(one)) {
        PyObject *name, *value = NULL;
        int found = is_shaping(w, one, &name);
        if (found == 0)
            continue;
        size_t size = 0;
        const char *written = lexbor.attribute_value(one, &size);
        if (found > 0 && (row != NULL || (row = shape_of(w, e)) != NULL))
            value = familiar_text(written == NULL ? "" : written, written == NULL ? 0 : size);
        int failed = value == NULL || PyDict_SetItem(row, name, value) < 0;
        Py_XDECREF(name);
        Py_XDECREF(value);
        if (failed)
            return -1;
    }
    return 0;
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
        else if (is_named(name, size, "itemtype"))
            shaped = 1;
        else if (may && !shaped) {
            PyObject *held;
            TRY(shaped = is_shaping(w, one, &held));
            Py_XDECREF(held);
        }
    }
    if (shaped)
        TRY(shape(w, node, e));
    if (id == NULL && names == NULL)
        return 0;
    PyObject *label = label_of(w, id, id == NULL ? 0 : id_size, names, names == NULL ? 0 : names_size);
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
