/* The elements of a tree by class and id: see scrub.parser.elements. */
#include "nodes.h"

/* Adds a node's number to those that stand under a value, unless that is empty. 0 or -1. */
static int note(PyObject *under, const char *value, size_t size, struct node *node)
{
    if (value == NULL || size == 0)
        return 0;
    PyObject *key = familiar_text(value, size);
    PyObject *numbers = key == NULL ? NULL : PyDict_GetItemWithError(under, key);
    int failed = key == NULL || (numbers == NULL && PyErr_Occurred());
    if (!failed && numbers == NULL) {
        numbers = PyList_New(0);
        failed = numbers == NULL || PyDict_SetItem(under, key, numbers) < 0;
        Py_XDECREF(numbers); /* the dict has it */
    }
    failed = failed || give(numbers, PyLong_FromVoidPtr(node)) < 0;
    Py_XDECREF(key);
    return failed ? -1 : 0;
}

/* named_elements(node): the numbers of the elements in it by class attribute and by id, and how many there are. */
KERNEL(named_elements)
{
    struct node *top;
    Py_ssize_t count = 0;
    (void)self;
    if (!is_node(args, given, 1, &top))
        return NULL;
    PyObject *classes = PyDict_New(), *ids = PyDict_New();
    int failed = classes == NULL || ids == NULL;
    for (struct node *node = top; node != NULL && !failed; node = node_behind(node, top)) {
        if (lexbor.type(node) != ELEMENT_NODE)
            continue;
        count++;
        for (struct attribute *one = lexbor.first_attribute(node); one != NULL; one = lexbor.next_attribute(one)) {
            size_t size = 0, length = 0;
            const char *name = lexbor.attribute_name(one, &size);
            PyObject *under = name == NULL                     ? NULL
                              : is_named(name, size, "class") ? classes
                              : is_named(name, size, "id")    ? ids
                                                              : NULL;
            if (under != NULL) {
                const char *value = lexbor.attribute_value(one, &length);
                failed = failed || note(under, value, length, node) < 0;
            }
        }
    }
    PyObject *answer = failed ? NULL : Py_BuildValue("(OOn)", classes, ids, count);
    Py_XDECREF(classes);
    Py_XDECREF(ids);
    return answer;
}
