/* What the meta elements of a page say: see scrub.parser.head. */
#include "kernels.h"

/* Is a name written as names are compared: in small letters of ASCII, with no white space around it? */
static int is_plain(PyObject *name)
{
    if (!PyUnicode_IS_ASCII(name))
        return 0;
    const Py_UCS1 *text = PyUnicode_1BYTE_DATA(name);
    for (Py_ssize_t k = 0; k < PyUnicode_GET_LENGTH(name); k++)
        if (text[k] <= ' ' || (text[k] >= 'A' && text[k] <= 'Z'))
            return 0;
    return 1;
}

/* name.strip().lower(): a new reference, or NULL. */
static PyObject *compared(PyObject *name)
{
    if (is_plain(name))
        return Py_NewRef(name);
    PyObject *stripped = PyObject_CallMethod(name, "strip", NULL);
    PyObject *lower = stripped == NULL ? NULL : PyObject_CallMethod(stripped, "lower", NULL);
    Py_XDECREF(stripped);
    return lower;
}

/* Adds a content to those of a name; 0 or -1. */
static int add_content(PyObject *metas, PyObject *name, PyObject *content)
{
    PyObject *key = compared(name), *fresh = NULL;
    PyObject *own = key == NULL ? NULL : PyDict_GetItemWithError(metas, key);
    if (own == NULL && key != NULL && !PyErr_Occurred()) {
        own = fresh = PyList_New(0);
        if (fresh != NULL && PyDict_SetItem(metas, key, fresh) < 0)
            own = NULL;
    }
    int failed = own == NULL || PyList_Append(own, content) < 0;
    Py_XDECREF(fresh);
    Py_XDECREF(key);
    return failed ? -1 : 0;
}

enum { CONTENT, PROPERTY, NAME, ITEMPROP, EQUIVALENT, ATTRIBUTES };

/* The value of an attribute that is not empty: borrowed, or NULL. */
static PyObject *written(PyObject *attributes, PyObject *name)
{
    PyObject *value = PyDict_GetItemWithError(attributes, name);
    return value != NULL && PyUnicode_Check(value) && PyUnicode_GET_LENGTH(value) ? value : NULL;
}

/* Reads one element; 0 or -1. */
static int read_meta(PyObject *attributes, PyObject *const *names, Py_ssize_t longest, PyObject *metas)
{
    PyObject *content = written(attributes, names[CONTENT]);
    if (content == NULL)
        return PyErr_Occurred() ? -1 : 0;
    PyObject *cut = PyUnicode_Substring(content, 0, longest);
    PyObject *name = written(attributes, names[PROPERTY]);
    if (name == NULL)
        name = written(attributes, names[NAME]);
    int failed = cut == NULL || (name != NULL && add_content(metas, name, cut) < 0);
    for (int k = ITEMPROP; k <= EQUIVALENT && PyDict_GET_SIZE(attributes) > 1 && !failed; k++)
        if ((name = written(attributes, names[k])) != NULL)
            failed = add_content(metas, name, cut) < 0;
    Py_XDECREF(cut);
    return failed || PyErr_Occurred() ? -1 : 0;
}

/* The names of the attributes that are read, made once. */
static PyObject *const *attribute_names(void)
{
    static const char *const written_out[] = {"content", "property", "name", "itemprop", "http-equiv"};
    static PyObject *names[ATTRIBUTES];
    for (int k = 0; k < ATTRIBUTES; k++)
        if (names[k] == NULL && (names[k] = PyUnicode_InternFromString(written_out[k])) == NULL)
            return NULL;
    return names;
}

KERNEL(named_contents)
{
    (void)self;
    if (given != 3 || !PyList_Check(args[0])) {
        PyErr_SetString(PyExc_TypeError, "named_contents: a list and two numbers are wanted");
        return NULL;
    }
    Py_ssize_t most = PyLong_AsSsize_t(args[1]), longest = PyErr_Occurred() ? 0 : PyLong_AsSsize_t(args[2]);
    PyObject *const *names = PyErr_Occurred() ? NULL : attribute_names();
    PyObject *metas = names == NULL ? NULL : PyDict_New();
    for (Py_ssize_t k = 0; metas != NULL && k < PyList_GET_SIZE(args[0]) && k < most; k++) {
        PyObject *attributes = PyList_GET_ITEM(args[0], k);
        if (!PyDict_Check(attributes)) {
            PyErr_SetString(PyExc_TypeError, "named_contents: attributes are a dict");
            Py_CLEAR(metas);
        } else if (read_meta(attributes, names, longest, metas) < 0)
            Py_CLEAR(metas);
    }
    return metas;
}
