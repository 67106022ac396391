/* Finds lexbor inside selectolax's extension module, and reads attributes. */
#include "lexbor.h"
#include "kernels.h"

#include <string.h>
#ifndef _WIN32
#include <dlfcn.h>
#endif

struct lexbor lexbor;
static int bound = 0;

int lexbor_is_bound(void)
{
    return bound;
}

PyObject *decoded(const char *text, size_t length)
{
    return PyUnicode_DecodeUTF8(text, (Py_ssize_t)length, "replace");
}

const char *attribute_of(struct node *node, const char *name, size_t *length)
{
    for (struct attribute *one = lexbor.first_attribute(node); one != NULL; one = lexbor.next_attribute(one)) {
        size_t size = 0;
        const char *own = lexbor.attribute_name(one, &size);
        if (own != NULL && is_named(own, size, name))
            return lexbor.attribute_value(one, length);
    }
    return NULL;
}

#define KEPT 1024 /* texts, a power of two */
#define SHORT 40  /* bytes of one at most */

/* The place in which a text is kept: what it begins and ends with decides. */
static size_t place_of(const char *text, size_t length)
{
    uint64_t head = 0, tail = 0;
    if (length >= 8) {
        memcpy(&head, text, 8);
        memcpy(&tail, text + length - 8, 8);
    } else
        for (size_t k = 0; k < length; k++)
            head = head << 8 | (unsigned char)text[k];
    return (size_t)((head * 3 + tail + length) * 0x9e3779b97f4a7c15u >> 32) & (KEPT - 1);
}

PyObject *familiar_text(const char *text, size_t length)
{
    static PyObject *kept[KEPT]; /* ASCII */
    if (length < 2 || length > SHORT)
        return decoded(text, length);
    PyObject **place = &kept[place_of(text, length)];
    if (*place != NULL && (size_t)PyUnicode_GET_LENGTH(*place) == length &&
        memcmp(PyUnicode_DATA(*place), text, length) == 0)
        return Py_NewRef(*place);
    PyObject *fresh = decoded(text, length);
    if (fresh != NULL && PyUnicode_IS_ASCII(fresh))
        Py_XSETREF(*place, Py_NewRef(fresh));
    return fresh;
}

PyObject *name_of(struct attribute *one)
{
    size_t size = 0;
    const char *name = lexbor.attribute_name(one, &size);
    return familiar_text(name == NULL ? "" : name, name == NULL ? 0 : size);
}

PyObject *value_of(struct attribute *one)
{
    size_t size = 0;
    const char *value = lexbor.attribute_value(one, &size);
    return value == NULL ? Py_NewRef(Py_None) : familiar_text(value, size);
}

PyObject *attributes_of(struct node *node)
{
    PyObject *found = PyDict_New();
    if (found == NULL || lexbor.type(node) != ELEMENT_NODE)
        return found;
    for (struct attribute *one = lexbor.first_attribute(node); one != NULL; one = lexbor.next_attribute(one)) {
        PyObject *name = name_of(one), *value = name == NULL ? NULL : value_of(one);
        int failed = value == NULL || PyDict_SetItem(found, name, value) < 0;
        Py_XDECREF(name);
        Py_XDECREF(value);
        if (failed) {
            Py_DECREF(found);
            return NULL;
        }
    }
    return found;
}

#ifdef _WIN32

PyObject *bind_lexbor(PyObject *self, PyObject *args)
{
    (void)self;
    (void)args;
    Py_RETURN_FALSE; /* extension modules export nothing but their own start there */
}

#else

/* A function of lexbor's, and where its address goes. */
struct symbol {
    const char *name;
    void *place; /* of the pointer in `lexbor` */
};

static const struct symbol symbols[] = {
    {"lxb_dom_node_first_child_noi", &lexbor.first_child},
    {"lxb_dom_node_next_noi", &lexbor.next},
    {"lxb_dom_node_parent_noi", &lexbor.parent},
    {"lxb_dom_node_tag_id_noi", &lexbor.tag_id},
    {"lxb_dom_node_type_noi", &lexbor.type},
    {"lxb_dom_node_text_content", &lexbor.text},
    {"lxb_dom_element_first_attribute_noi", &lexbor.first_attribute},
    {"lxb_dom_element_next_attribute_noi", &lexbor.next_attribute},
    {"lxb_dom_attr_qualified_name", &lexbor.attribute_name},
    {"lxb_dom_attr_value_noi", &lexbor.attribute_value},
    {"lxb_dom_element_qualified_name", &lexbor.element_name},
    {"lxb_dom_attr_local_name_noi", &lexbor.attribute_local_name},
};

/* bind(path): True where the library at the path is loaded and exports all that is called here. */
PyObject *bind_lexbor(PyObject *self, PyObject *args)
{
    const char *path;
    (void)self;
    if (!PyArg_ParseTuple(args, "s", &path))
        return NULL;
    bound = 0;
    void *library = dlopen(path, RTLD_NOW | RTLD_NOLOAD);
    if (library == NULL)
        Py_RETURN_FALSE;
    for (size_t k = 0; k < sizeof symbols / sizeof *symbols; k++) {
        void *found = dlsym(library, symbols[k].name);
        if (found == NULL)
            Py_RETURN_FALSE;
        memcpy(symbols[k].place, &found, sizeof found);
    }
    bound = 1;
    Py_RETURN_TRUE;
}

#endif
