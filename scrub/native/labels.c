/* Names of elements that may tell of comments: see cleaner/comments.py. */
#include "kernels.h"

#include <string.h>

enum { STEMS = 16, LETTERS = 256 };

/* Pieces of words in small ASCII letters. first, second: by character, a bit for each that has it there. */
struct stems {
    const char *text[STEMS];
    Py_ssize_t length[STEMS], count;
    uint16_t first[LETTERS], second[LETTERS];
};

static inline unsigned char small(unsigned char c) { return c >= 'A' && c <= 'Z' ? c | 0x20 : c; }

static int read_stems(PyObject *from, struct stems *found)
{
    memset(found, 0, sizeof *found);
    found->count = PyTuple_GET_SIZE(from);
    if (found->count > STEMS)
        return unlike("too many stems");
    for (Py_ssize_t k = 0; k < found->count; k++) {
        PyObject *stem = PyTuple_GET_ITEM(from, k);
        if (!PyUnicode_Check(stem) || !PyUnicode_IS_ASCII(stem) || PyUnicode_GET_LENGTH(stem) < 2)
            return unlike("stems are two ASCII characters or more");
        found->text[k] = PyUnicode_DATA(stem);
        found->length[k] = PyUnicode_GET_LENGTH(stem);
        for (int c = 0; c < LETTERS; c++) {
            found->first[c] |= (uint16_t)((small((unsigned char)c) == (unsigned char)found->text[k][0]) << k);
            found->second[c] |= (uint16_t)((small((unsigned char)c) == (unsigned char)found->text[k][1]) << k);
        }
    }
    return 1;
}

/* Does the stem stand here? */
static int stands(const unsigned char *text, Py_ssize_t left, const char *stem, Py_ssize_t length)
{
    Py_ssize_t k = 0;
    while (k < length && k < left && small(text[k]) == (unsigned char)stem[k])
        k++;
    return k == length;
}

/* May one of the stems stand in a label? In wider characters it may. */
static int may_hold(PyObject *label, const struct stems *stems)
{
    if (PyUnicode_KIND(label) != PyUnicode_1BYTE_KIND)
        return 1;
    const unsigned char *text = PyUnicode_DATA(label);
    Py_ssize_t size = PyUnicode_GET_LENGTH(label);
    for (Py_ssize_t at = 0; at + 1 < size; at++) {
        unsigned begun = stems->first[text[at]] & stems->second[text[at + 1]];
        for (Py_ssize_t k = 0; begun >> k; k++)
            if (begun >> k & 1 && stands(text + at, size - at, stems->text[k], stems->length[k]))
                return 1;
    }
    return 0;
}

/* Adds the number to the list; -1 with an exception. */
static int note(PyObject *list, Py_ssize_t number)
{
    PyObject *found = PyLong_FromSsize_t(number);
    int answer = found == NULL ? -1 : PyList_Append(list, found);
    Py_XDECREF(found);
    return answer;
}

KERNEL(labels_with)
{
    struct stems stems;
    (void)self;
    if (given != 2 || !PyTuple_CheckExact(args[0]) || !PyTuple_CheckExact(args[1])) {
        PyErr_SetString(PyExc_TypeError, "a tuple of labels and one of stems are wanted");
        return NULL;
    }
    PyObject *found = read_stems(args[1], &stems) ? PyList_New(0) : NULL, *before = NULL;
    int held = 0;
    for (Py_ssize_t e = 0; found != NULL && e < PyTuple_GET_SIZE(args[0]); e++) {
        PyObject *label = PyTuple_GET_ITEM(args[0], e);
        if (!PyUnicode_Check(label)) {
            PyErr_SetString(PyExc_TypeError, "labels are strings");
            Py_CLEAR(found);
        } else {
            held = label == before ? held : may_hold(label, &stems);
            if (held && note(found, e) < 0)
                Py_CLEAR(found);
            before = label;
        }
    }
    return found;
}
