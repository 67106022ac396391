/* What the meta elements of a page say: see scrub.parser.metas. */
#include "metas.h"

/* The attributes that are read: what is said, and the names it is said by. */
enum { CONTENT, PROPERTY, NAME, ITEMPROP, EQUIVALENT, ATTRIBUTES };

static const char *const names[ATTRIBUTES] = {"content", "property", "name", "itemprop", "http-equiv"};

/* The value of an attribute; of length 0 where there is none. */
struct value {
    const char *text;
    size_t length;
};

/* Is a name written as names are compared: in small letters of ASCII, with no white space around it? */
static int is_plain(const struct value *name)
{
    for (size_t k = 0; k < name->length; k++) {
        unsigned char c = (unsigned char)name->text[k];
        if (c <= ' ' || c >= 0x80 || (c >= 'A' && c <= 'Z'))
            return 0;
    }
    return 1;
}

/* The name as a str, stripped and lowered: a new reference, or NULL. */
static PyObject *compared(const struct value *name)
{
    PyObject *written = familiar_text(name->text, name->length);
    if (written == NULL || is_plain(name))
        return written;
    PyObject *stripped = PyObject_CallMethod(written, "strip", NULL);
    PyObject *lower = stripped == NULL ? NULL : PyObject_CallMethod(stripped, "lower", NULL);
    Py_XDECREF(stripped);
    Py_DECREF(written);
    return lower;
}

/* Adds a content to those of a name; 0 or -1. */
static int add_content(PyObject *metas, const struct value *name, PyObject *content)
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

/* A content, cut. */
static PyObject *content_of(const struct value *value, Py_ssize_t longest)
{
    PyObject *whole = decoded(value->text, value->length);
    PyObject *cut = whole == NULL ? NULL : PyUnicode_Substring(whole, 0, longest);
    Py_XDECREF(whole);
    return cut;
}

int add_meta(PyObject *metas, struct node *node, Py_ssize_t longest)
{
    struct value said[ATTRIBUTES] = {{NULL, 0}};
    for (struct attribute *one = lexbor.first_attribute(node); one != NULL; one = lexbor.next_attribute(one)) {
        size_t size = 0;
        const char *name = lexbor.attribute_name(one, &size);
        for (int k = 0; name != NULL && k < ATTRIBUTES; k++)
            if (said[k].text == NULL && is_named(name, size, names[k])) {
                said[k].text = lexbor.attribute_value(one, &said[k].length);
                said[k].length = said[k].text == NULL ? 0 : said[k].length;
            }
    }
    if (said[CONTENT].length == 0)
        return 0;
    PyObject *content = content_of(&said[CONTENT], longest);
    if (said[PROPERTY].length)
        said[NAME].length = 0; /* one of them */
    int failed = content == NULL;
    for (int k = PROPERTY; k < ATTRIBUTES && !failed; k++)
        failed = said[k].length && add_content(metas, said + k, content) < 0;
    Py_XDECREF(content);
    return failed ? -1 : 0;
}
