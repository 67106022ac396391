/* The worth of what elements and addresses are called. */
#include "content.h"
#include "kernels.h"

#include <string.h>

#define NAME_BITS 15
#define LONGEST 200 /* characters of a label that are read */
#define WIDEST 64

/* The arrays. */
enum { CLASS, MIX, TABLE, BARE, WHICH, TOTAL, PAGES, ARRAYS };

/* The arrays, the labels in tuples, and the different ones among them. */
struct names {
    Py_buffer v[ARRAYS];
    PyObject *documents, *addresses;
    Py_ssize_t elements, width, count; /* of labels, of a row of the table, of different labels */
    PyObject **label;                  /* (elements,) */
    Py_ssize_t *place;                 /* (size,): the numbers of different labels from 1 on, by their hashes */
    size_t size;
};

#define AS(type, name) ((const type *)names->v[name].buf)

/* Adds up the rows of the table over the tokens of a text; those of addresses stand in slots of their own. */
static void sum_tokens(const struct names *names, const uint8_t *text, Py_ssize_t length, int address, float *total)
{
    const uint8_t *class = AS(uint8_t, CLASS);
    const uint64_t *mix = AS(uint64_t, MIX);
    Py_ssize_t start = 0;
    uint64_t sum = 0;
    uint8_t before = 0;
    for (Py_ssize_t at = 0; at <= length; at++) {
        uint8_t own = at < length ? text[at] : 0, kind = at < length ? class[own] : 0;
        if (before && (!kind || kind > before) && at - start > 1) {
            uint64_t slot = (sum + (uint64_t)address) * ORDER >> (64 - NAME_BITS);
            const float *row = AS(float, TABLE) + slot * (size_t)names->width;
            for (Py_ssize_t k = 0; k < names->width; k++)
                total[k] += row[k];
        }
        if (kind > before) {
            start = at;
            sum = 0;
        }
        sum += mix[own];
        before = kind;
    }
}

/* The same of a string; 0 with an exception. */
static int sum_name(const struct names *names, PyObject *name, int address, float *total)
{
    Py_ssize_t length = PyUnicode_GET_LENGTH(name);
    length = length < LONGEST ? length : LONGEST;
    if (PyUnicode_IS_ASCII(name)) {
        sum_tokens(names, PyUnicode_DATA(name), length, address, total);
        return 1;
    }
    PyObject *read = PyUnicode_Substring(name, 0, length);
    PyObject *bytes = read ? PyUnicode_AsEncodedString(read, "utf-8", "replace") : NULL;
    if (bytes != NULL)
        sum_tokens(names, (const uint8_t *)PyBytes_AS_STRING(bytes), PyBytes_GET_SIZE(bytes), address, total);
    Py_XDECREF(read);
    Py_XDECREF(bytes);
    return bytes != NULL;
}

/* Are two strings the same? */
static int same(PyObject *one, PyObject *other)
{
    return one == other || (PyUnicode_GET_LENGTH(one) == PyUnicode_GET_LENGTH(other) &&
                            PyUnicode_KIND(one) == PyUnicode_KIND(other) &&
                            memcmp(PyUnicode_DATA(one), PyUnicode_DATA(other),
                                   (size_t)PyUnicode_GET_LENGTH(one) * PyUnicode_KIND(one)) == 0);
}

/* The number of a label, which gets one and its worth where it is new; -1 with an exception. */
static Py_ssize_t number_of(struct names *names, PyObject *label)
{
    Py_hash_t hash = PyUnicode_Type.tp_hash(label);
    if (hash == -1)
        return -1;
    size_t at = (size_t)hash & (names->size - 1);
    for (; names->place[at]; at = (at + 1) & (names->size - 1))
        if (same(names->label[names->place[at] - 1], label))
            return names->place[at] - 1;
    names->label[names->count] = label;
    names->place[at] = ++names->count;
    float *total = (float *)names->v[TOTAL].buf + (names->count - 1) * names->width;
    return sum_name(names, label, 0, total) ? names->count - 1 : -1;
}

/* Numbers and weighs all labels, and adds up the worth of each page's. */
static int sum_documents(struct names *names)
{
    Py_ssize_t e = 0, types = names->width - NAME_SCORES;
    for (Py_ssize_t d = 0; d < PyTuple_GET_SIZE(names->documents); d++) {
        PyObject *labels = PyTuple_GET_ITEM(names->documents, d);
        double sum[WIDEST] = {0}, counted = 0.0;
        for (Py_ssize_t k = 0; k < PyTuple_GET_SIZE(labels); k++, e++) {
            Py_ssize_t number = number_of(names, PyTuple_GET_ITEM(labels, k));
            if (number < 0)
                return 0;
            ((int64_t *)names->v[WHICH].buf)[e] = number;
            if (AS(uint8_t, BARE)[e])
                continue;
            counted += 1.0;
            for (Py_ssize_t t = 0; t < types; t++)
                sum[t] += (double)AS(float, TOTAL)[number * names->width + NAME_SCORES + t];
        }
        for (Py_ssize_t t = 0; t < types; t++)
            ((float *)names->v[PAGES].buf)[d * types + t] = (float)(sum[t] / (counted > 1.0 ? counted : 1.0));
    }
    for (Py_ssize_t d = 0; d < PyTuple_GET_SIZE(names->addresses); d++) {
        float *total = (float *)names->v[TOTAL].buf + (names->count + d) * names->width;
        if (!sum_name(names, PyTuple_GET_ITEM(names->addresses, d), 1, total))
            return 0;
    }
    return 1;
}

/* Is it a tuple of strings? */
static int are_strings(PyObject *tuple)
{
    if (!PyTuple_CheckExact(tuple))
        return 0;
    for (Py_ssize_t k = 0; k < PyTuple_GET_SIZE(tuple); k++)
        if (!PyUnicode_Check(PyTuple_GET_ITEM(tuple, k)))
            return 0;
    return 1;
}

/* Are these the labels of each document, and the addresses of as many? Counts the labels. */
static int are_names(struct names *names)
{
    int fit = PyTuple_CheckExact(names->documents) && are_strings(names->addresses) &&
              PyTuple_GET_SIZE(names->documents) == PyTuple_GET_SIZE(names->addresses);
    for (Py_ssize_t d = 0; fit && d < PyTuple_GET_SIZE(names->documents); d++) {
        fit = are_strings(PyTuple_GET_ITEM(names->documents, d));
        if (fit)
            names->elements += PyTuple_GET_SIZE(PyTuple_GET_ITEM(names->documents, d));
    }
    if (!fit)
        PyErr_SetString(PyExc_TypeError, "tuples of labels and a tuple of as many addresses are wanted");
    return fit;
}

/* Room to find labels again. */
static int make_room(struct names *names)
{
    names->size = 16;
    while (names->size < 2 * (size_t)names->elements)
        names->size *= 2;
    names->place = PyMem_Calloc(names->size, sizeof *names->place);
    names->label = PyMem_Malloc(((size_t)names->elements + 1) * sizeof *names->label);
    return (names->place != NULL && names->label != NULL) || no_room();
}

KERNEL(name_scores)
{
    enum { ELEMENTS, WIDTH };
    static const char kinds[] = "BLfB+l+f+f";
    static const struct size sizes[ARRAYS] = {
        [CLASS] = {ALONE, 256}, [MIX] = {ALONE, 256}, [TABLE] = {WIDTH, 1 << NAME_BITS}, [BARE] = {ELEMENTS},
        [WHICH] = {ELEMENTS}, [TOTAL] = {FREE}, [PAGES] = {FREE},
    };
    Py_ssize_t n[MOST_NUMBERS];
    if (given < 2) {
        PyErr_SetString(PyExc_TypeError, "labels and addresses are wanted");
        return NULL;
    }
    struct names names = {.documents = args[0], .addresses = args[1]};
    (void)self;
    if (!are_names(&names) || open_arrays(args + 2, given - 2, kinds, names.v) < 0)
        return NULL;
    Py_ssize_t pages = PyTuple_GET_SIZE(names.documents);
    int fit = have_sizes(names.v, sizes, ARRAYS, n);
    names.width = n[WIDTH];
    fit = fit && ((n[ELEMENTS] == names.elements && n[WIDTH] > NAME_SCORES && n[WIDTH] <= WIDEST &&
                   items(&names.v[TOTAL]) == (names.elements + pages) * n[WIDTH] &&
                   items(&names.v[PAGES]) == pages * (n[WIDTH] - NAME_SCORES)) ||
                  unlike("labels of another width than the table, or another number of them"));
    fit = fit && make_room(&names) && sum_documents(&names);
    PyMem_Free(names.place);
    PyMem_Free(names.label);
    close_arrays(kinds, names.v);
    return fit ? PyLong_FromSsize_t(names.count) : NULL;
}
