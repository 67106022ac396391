/* Texts of single nodes, as selectolax gives them. */
#include "nodes.h"
#include "rows.h"

#include <string.h>

int is_node(PyObject *const *args, Py_ssize_t given, Py_ssize_t wanted, struct node **node)
{
    if (given != wanted) {
        PyErr_Format(PyExc_TypeError, "%zd arguments are wanted, not %zd", wanted, given);
        return 0;
    }
    unsigned long long number = PyLong_AsUnsignedLongLong(args[0]);
    if (PyErr_Occurred())
        return 0;
    *node = (struct node *)(uintptr_t)number;
    if (*node == NULL || !lexbor_is_bound()) {
        PyErr_SetString(PyExc_ValueError, "lexbor is not bound, or this is no node");
        return 0;
    }
    return 1;
}

#define TEXT_NODE 3

/* Appends the text of a node, if it has one, behind a separator where something stands before it; 0 or -1. */
static int add_text(struct bytes *out, struct node *node, const char *separator, size_t width, int *count)
{
    size_t size = 0;
    const char *text = lexbor.type(node) == TEXT_NODE ? lexbor.text(node, &size) : NULL;
    if (text == NULL)
        return 0;
    if (bytes_room(out, size + width) < 0) {
        PyErr_NoMemory();
        return -1;
    }
    if (*count && width) {
        memcpy(out->at + out->length, separator, width);
        out->length += width;
    }
    memcpy(out->at + out->length, text, size);
    out->length += size;
    *count = 1;
    return 0;
}

KERNEL(deep_text)
{
    struct node *top;
    Py_ssize_t width;
    (void)self;
    if (!is_node(args, given, 2, &top))
        return NULL;
    const char *separator = PyUnicode_AsUTF8AndSize(args[1], &width);
    if (separator == NULL)
        return NULL;
    struct bytes out = {NULL, 0, 0};
    int count = 0, failed = 0;
    for (struct node *node = node_behind(top, top); node != NULL && !failed; node = node_behind(node, top))
        failed = add_text(&out, node, separator, (size_t)width, &count) < 0;
    PyObject *answer = failed ? NULL : decoded(out.length ? out.at : "", out.length);
    PyMem_Free(out.at);
    return answer;
}

/* Characters of a text without the white space around it. */
static Py_ssize_t stripped_length(PyObject *text)
{
    Py_ssize_t first = 0, end = PyUnicode_GET_LENGTH(text);
    int kind = PyUnicode_KIND(text);
    const void *data = PyUnicode_DATA(text);
    while (end > 0 && Py_UNICODE_ISSPACE(PyUnicode_READ(kind, data, end - 1)))
        end--;
    while (first < end && Py_UNICODE_ISSPACE(PyUnicode_READ(kind, data, first)))
        first++;
    return end - first;
}

/* The text of a node of text, "" where it holds none. */
static PyObject *text_of(struct node *node)
{
    size_t size = 0;
    const char *text = lexbor.text(node, &size);
    return decoded(text == NULL ? "" : text, text == NULL ? 0 : size);
}

/* Puts the texts in and below a node into a list; 1, 0 where it is too large or holds a tag without text, or -1. */
static int short_texts(struct node *top, const unsigned char *bare, Py_ssize_t longest, Py_ssize_t most, PyObject *texts)
{
    Py_ssize_t length = 0, seen = 0;
    for (struct node *node = top; node != NULL; node = node_behind(node, top), seen++) {
        if (lexbor.type(node) == TEXT_NODE) {
            PyObject *text = text_of(node);
            length += text == NULL ? 0 : stripped_length(text);
            if (give(texts, text) < 0)
                return -1;
        } else {
            uintptr_t tag = lexbor.tag_id(node);
            if (tag < TAGS && bare[tag])
                return 0;
        }
        if (length > longest || seen > most)
            return 0;
    }
    return 1;
}

KERNEL(short_text)
{
    struct node *top;
    Py_buffer bare;
    (void)self;
    if (!is_node(args, given, 4, &top))
        return NULL;
    Py_ssize_t longest = PyLong_AsSsize_t(args[2]), most = PyErr_Occurred() ? 0 : PyLong_AsSsize_t(args[3]);
    if (PyErr_Occurred() || PyObject_GetBuffer(args[1], &bare, PyBUF_SIMPLE) < 0)
        return NULL;
    PyObject *texts = PyList_New(0), *space = PyUnicode_FromString(" "), *answer = NULL;
    int whole = -1;
    if (bare.len != TAGS)
        PyErr_SetString(PyExc_ValueError, "short_text: the table has another length");
    else if (texts != NULL && space != NULL)
        whole = short_texts(top, bare.buf, longest, most, texts);
    if (whole >= 0)
        answer = whole ? PyUnicode_Join(space, texts) : PyUnicode_FromString("");
    Py_XDECREF(texts);
    Py_XDECREF(space);
    PyBuffer_Release(&bare);
    return answer;
}

/* Does a node stand below another? */
static int is_below(struct node *node, struct node *top)
{
    while (node != NULL && node != top)
        node = lexbor.parent(node);
    return node != NULL;
}

KERNEL(texts_behind)
{
    struct node *node, *top;
    (void)self;
    if (!is_node(args, given, 3, &node) || !is_node(args + 1, 1, 1, &top))
        return NULL;
    Py_ssize_t most = PyLong_AsSsize_t(args[2]);
    PyObject *texts = PyErr_Occurred() ? NULL : PyList_New(0);
    if (texts == NULL)
        return NULL;
    struct node *last = NULL;
    if (is_below(node, top))
        for (node = node_behind(node, top); node != NULL && last == NULL; node = node_behind(node, top)) {
            if (lexbor.type(node) != TEXT_NODE)
                continue;
            if (give(texts, text_of(node)) < 0) {
                Py_DECREF(texts);
                return NULL;
            }
            last = PyList_GET_SIZE(texts) >= most ? node : NULL;
        }
    return Py_BuildValue("(NK)", texts, (unsigned long long)(uintptr_t)last);
}
