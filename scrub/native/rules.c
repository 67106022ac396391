/* Which names the rules of a style sheet ask for: see parser/selectors.py. */
#include "kernels.h"
#include "lexbor.h"

#include <string.h>

/* Is it part of a name? */
static inline int is_name(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
}

/* Does an ASCII prelude ask for one of the names, or, where some alternative asks for none, is "" one? -1 with an
   exception. */
static int asks_for(PyObject *names, const char *prelude, Py_ssize_t size)
{
    int every = 1, own = 0, any = 0; /* have all alternatives a sign of a name, has this one; is there a name */
    for (Py_ssize_t k = 0; k < size; k++) {
        if (prelude[k] == ',') {
            every &= own;
            own = 0;
        }
        if (prelude[k] != '.' && prelude[k] != '#')
            continue;
        own = 1;
        Py_ssize_t end = k + 1;
        while (end < size && is_name(prelude[end]))
            end++;
        if (end == k + 1)
            continue;
        PyObject *name = familiar_text(prelude + k + 1, (size_t)(end - k - 1));
        int found = name == NULL ? -1 : PySet_Contains(names, name);
        Py_XDECREF(name);
        if (found)
            return found;
        any = 1;
        k = end - 1;
    }
    if (any && every && own)
        return 0;
    PyObject *none = PyUnicode_New(0, 0);
    int found = none == NULL ? -1 : PySet_Contains(names, none);
    Py_XDECREF(none);
    return found;
}

/* The same of the prelude that ends a part of a sheet; 2 where Python must look. */
static int part_asks_for(PyObject *names, PyObject *part)
{
    if (!PyUnicode_Check(part)) {
        PyErr_SetString(PyExc_TypeError, "a part of a sheet is a text");
        return -1;
    }
    if (!PyUnicode_IS_ASCII(part))
        return 2;
    const char *text = PyUnicode_DATA(part);
    Py_ssize_t end = PyUnicode_GET_LENGTH(part), start = end;
    while (start > 0 && text[start - 1] != '}' && text[start - 1] != ';')
        start--;
    if (end > start && memchr(text + start, '\\', (size_t)(end - start)) != NULL)
        return 2;
    return asks_for(names, text + start, end - start);
}

/* rules_naming(parts, blocks, names): the blocks whose rule asks for one of the names, and those where Python must
   look. */
KERNEL(rules_naming)
{
    (void)self;
    if (given != 3 || !PyList_CheckExact(args[0]) || !PyList_CheckExact(args[1]) || !PyAnySet_Check(args[2])) {
        PyErr_SetString(PyExc_TypeError, "lists of parts and of blocks and a set of names are wanted");
        return NULL;
    }
    PyObject *found[2] = {PyList_New(0), PyList_New(0)};
    int failed = found[0] == NULL || found[1] == NULL;
    for (Py_ssize_t k = 0; !failed && k < PyList_GET_SIZE(args[1]); k++) {
        PyObject *block = PyList_GET_ITEM(args[1], k);
        Py_ssize_t at = PyLong_Check(block) ? PyLong_AsSsize_t(block) : -1;
        if (at < 0 || at >= PyList_GET_SIZE(args[0])) {
            if (!PyErr_Occurred())
                PyErr_SetString(PyExc_IndexError, "a block that is not there");
            failed = 1;
            break;
        }
        int asked = part_asks_for(args[2], PyList_GET_ITEM(args[0], at));
        failed = asked < 0 || (asked && PyList_Append(found[asked - 1], block) < 0);
    }
    PyObject *answer = failed ? NULL : PyTuple_Pack(2, found[0], found[1]);
    Py_XDECREF(found[0]);
    Py_XDECREF(found[1]);
    return answer;
}
