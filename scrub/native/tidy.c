/* Strings from a page's metadata: see scrub.parser.tidy and scrub.parser.head. */
#include "kernels.h"

#include <string.h>

/* A str and a length that come in; 0 with an exception where they are something else. */
static int is_text(PyObject *const *args, Py_ssize_t given, Py_ssize_t wanted)
{
    if (given == wanted && PyUnicode_Check(args[0]))
        return 1;
    PyErr_SetString(PyExc_TypeError, "a str is wanted, and nothing more than it needs");
    return 0;
}

/* Characters that are no part of a line: controls, surrogates, what changes how a line reads. */
static int is_unwanted(Py_UCS4 c)
{
    if (c < 0x20)
        return c <= 0x08 || (c >= 0x0e && c <= 0x1b);
    if (c < 0x200b)
        return (c >= 0x7f && c <= 0x9f && c != 0x85) || c == 0xad;
    return c == 0x200b || c == 0x200e || c == 0x200f || (c >= 0x202a && c <= 0x202e) || c == 0x2060 ||
           (c >= 0x2066 && c <= 0x2069) || c == 0xfeff || c == 0xfffe || c == 0xffff || (c >= 0xd800 && c <= 0xdfff);
}

/* Whether the first characters are one line already, but for the space around it. */
static int is_line(int kind, const void *data, Py_ssize_t length)
{
    Py_UCS4 before = 0;
    for (Py_ssize_t k = 0; k < length; k++) {
        Py_UCS4 c = PyUnicode_READ(kind, data, k);
        if (c < 0x7f ? c < 0x20 || (c == ' ' && before == ' ') : !Py_UNICODE_ISPRINTABLE(c))
            return 0;
        before = c;
    }
    return 1;
}

/* The words of the first characters with a space between them, `longest` characters at most. */
static PyObject *words_of(int kind, const void *data, Py_ssize_t length, Py_ssize_t longest)
{
    Py_ssize_t size = 0, room = length < longest ? length : longest;
    Py_UCS4 *line = PyMem_New(Py_UCS4, room ? room : 1);
    if (line == NULL)
        return PyErr_NoMemory();
    for (Py_ssize_t k = 0, gap = 0; k < length && size < room; k++) {
        Py_UCS4 c = PyUnicode_READ(kind, data, k);
        if (is_unwanted(c))
            continue;
        if (Py_UNICODE_ISSPACE(c)) {
            gap = size > 0;
            continue;
        }
        if (gap)
            line[size++] = ' ';
        gap = 0;
        if (size < room)
            line[size++] = c;
    }
    size -= size > 0 && line[size - 1] == ' ';
    PyObject *answer = PyUnicode_FromKindAndData(PyUnicode_4BYTE_KIND, line, size);
    PyMem_Free(line);
    return answer;
}

KERNEL(tidy)
{
    (void)self;
    if (!is_text(args, given, 2))
        return NULL;
    Py_ssize_t longest = PyLong_AsSsize_t(args[1]), length = PyUnicode_GET_LENGTH(args[0]), first = 0;
    if (PyErr_Occurred())
        return NULL;
    if (longest < 0 || longest > PY_SSIZE_T_MAX / 4) {
        PyErr_SetString(PyExc_ValueError, "tidy: this is no length");
        return NULL;
    }
    length = length < 4 * longest ? length : 4 * longest;
    int kind = PyUnicode_KIND(args[0]);
    const void *data = PyUnicode_DATA(args[0]);
    if (!is_line(kind, data, length))
        return words_of(kind, data, length, longest);
    while (first < length && PyUnicode_READ(kind, data, first) == ' ')
        first++;
    length = length - first < longest ? length : first + longest;
    while (length > first && PyUnicode_READ(kind, data, length - 1) == ' ')
        length--;
    return PyUnicode_Substring(args[0], first, length);
}

/* Letters and digits of ASCII, in small. */
static PyObject *small_letters(const unsigned char *text, Py_ssize_t length)
{
    PyObject *answer = PyUnicode_New(length, 127);
    if (answer == NULL)
        return NULL;
    unsigned char *out = PyUnicode_1BYTE_DATA(answer);
    Py_ssize_t size = 0;
    for (Py_ssize_t k = 0; k < length; k++)
        if (Py_ISALNUM(text[k]))
            out[size++] = (unsigned char)Py_TOLOWER(text[k]);
    if (size < length && PyUnicode_Resize(&answer, size) < 0)
        Py_CLEAR(answer);
    return answer;
}

KERNEL(letters)
{
    (void)self;
    if (!is_text(args, given, 1))
        return NULL;
    if (PyUnicode_IS_ASCII(args[0]))
        return small_letters(PyUnicode_1BYTE_DATA(args[0]), PyUnicode_GET_LENGTH(args[0]));
    PyObject *folded = PyObject_CallMethod(args[0], "casefold", NULL);
    if (folded == NULL || !PyUnicode_Check(folded)) {
        Py_XDECREF(folded);
        return PyErr_Occurred() ? NULL : PyErr_Format(PyExc_TypeError, "letters: this is no str");
    }
    Py_ssize_t length = PyUnicode_GET_LENGTH(folded), size = 0;
    Py_UCS4 *kept = PyMem_New(Py_UCS4, length ? length : 1);
    if (kept == NULL) {
        Py_DECREF(folded);
        return PyErr_NoMemory();
    }
    for (Py_ssize_t k = 0; k < length; k++) {
        Py_UCS4 c = PyUnicode_READ_CHAR(folded, k);
        if (Py_UNICODE_ISALNUM(c))
            kept[size++] = c;
    }
    PyObject *answer = PyUnicode_FromKindAndData(PyUnicode_4BYTE_KIND, kept, size);
    PyMem_Free(kept);
    Py_DECREF(folded);
    return answer;
}
