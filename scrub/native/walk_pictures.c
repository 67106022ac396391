/* Images of a page: what they say of themselves, and the element that each is left in. */
#include "walk.h"

/* Add an attribute to what an image says of itself, where it is one that tells of it. */
static int tell(struct walk *w, struct attribute *one, PyObject *found)
{
    size_t size = 0, width = 0;
    const char *name = lexbor.attribute_name(one, &size);
    const char *value = lexbor.attribute_value(one, &width);
    if (value == NULL)
        return 0;
    PyObject *key = decoded(name == NULL ? "" : name, name == NULL ? 0 : size), *own = NULL;
    int wanted = key == NULL ? -1 : PySet_Contains(w->pictured, key);
    if (wanted > 0) {
        own = decoded(value, width);
        if (own == NULL)
            wanted = -1;
        else if (PyUnicode_GET_LENGTH(own) < w->longest)
            wanted = PyDict_SetItem(found, key, own);
    }
    Py_XDECREF(key);
    Py_XDECREF(own);
    return wanted < 0 ? -1 : 0;
}

/* What an image or a source says of itself. */
PyObject *picture_of(struct walk *w, struct node *node)
{
    PyObject *found = PyDict_New();
    if (found == NULL || lexbor.type(node) != ELEMENT_NODE)
        return found;
    for (struct attribute *one = lexbor.first_attribute(node); one != NULL; one = lexbor.next_attribute(one))
        if (tell(w, one, found) < 0) {
            Py_DECREF(found);
            return NULL;
        }
    return found;
}

/* Counts an image of the element that is open. */
static int hold_picture(struct walk *w)
{
    if (w->holder_count && w->holders[w->holder_count - 1].element == w->e) {
        w->holders[w->holder_count - 1].count++;
        return 0;
    }
    if (w->holder_count == w->holder_room) {
        size_t room = w->holder_room ? 2 * w->holder_room : 16;
        struct holder *larger = PyMem_Realloc(w->holders, room * sizeof *larger);
        if (larger == NULL)
            return no_memory();
        w->holders = larger;
        w->holder_room = room;
    }
    w->holders[w->holder_count++] = (struct holder){w->e, 1};
    return 0;
}

/* Adds an image, with the sources that stand before it. */
int add_picture(struct walk *w, struct node *node, uint32_t own)
{
    TRY(hold_picture(w));
    PyObject *attributes = picture_of(w, node);
    PyObject *sources = attributes == NULL ? NULL : PyList_AsTuple(w->sources);
    if (sources == NULL) {
        Py_XDECREF(attributes);
        return -1;
    }
    TRY(append(w->pictures, Py_BuildValue("(iiOiINN)", (int)(w->offset + w->length), (int)w->count,
                                          w->length > 0 ? Py_True : Py_False, (int)w->e,
                                          (unsigned)((uint32_t)w->bits | own), attributes, sources)));
    return PyList_SetSlice(w->sources, 0, PyList_GET_SIZE(w->sources), NULL);
}

/* The last pictures stand in an element that is left out: they go to its parent. */
void hand_over(struct walk *w, int32_t e, int32_t parent)
{
    if (!w->holder_count || w->holders[w->holder_count - 1].element != e)
        return;
    if (w->holder_count > 1 && w->holders[w->holder_count - 2].element == parent) {
        w->holders[w->holder_count - 2].count += w->holders[w->holder_count - 1].count;
        w->holder_count--;
    } else
        w->holders[w->holder_count - 1].element = parent;
}
