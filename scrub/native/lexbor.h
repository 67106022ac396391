/* lexbor's own tree, read through the functions that it exports for bindings. */
#ifndef SCRUB_LEXBOR_H
#define SCRUB_LEXBOR_H

#include "native.h"

#include <string.h>

/* What is in them is lexbor's affair: they are a lxb_dom_node_t and a lxb_dom_attr_t. */
struct node;
struct attribute;

/* What is called: none of them depends on how lexbor lays out its structures. */
struct lexbor {
    struct node *(*first_child)(struct node *);
    struct node *(*next)(struct node *);
    struct node *(*parent)(struct node *);
    uintptr_t (*tag_id)(struct node *);
    unsigned (*type)(struct node *);
    const char *(*text)(struct node *, size_t *);
    struct attribute *(*first_attribute)(struct node *);
    struct attribute *(*next_attribute)(struct attribute *);
    const char *(*attribute_name)(struct attribute *, size_t *);
    const char *(*attribute_value)(struct attribute *, size_t *);
    const char *(*element_name)(struct node *, size_t *);
    const char *(*attribute_local_name)(struct attribute *, size_t *); /* without a prefix, as selectors see it */
};

extern struct lexbor lexbor;

#define ELEMENT_NODE 1
#define TAGS 1024 /* lexbor's own tags have small numbers; those that an author made up are addresses */

/* Has the processor fetch what will be read soon: the nodes of a page lie far apart. What is fetched in vain does no harm. */
static inline void fetch(const void *at)
{
#ifdef __GNUC__
    __builtin_prefetch(at);
    __builtin_prefetch((const char *)at + 64);
    __builtin_prefetch((const char *)at + 128);
#else
    (void)at;
#endif
}

/* Is a name the wanted one? */
static inline int is_named(const char *name, size_t size, const char *wanted)
{
    return size == strlen(wanted) && memcmp(name, wanted, size) == 0;
}

/* Whether objects of a type are tuples with nothing besides: named ones, which can be filled as plain ones are. */
static inline int is_named_tuple(PyTypeObject *type)
{
    return PyType_IsSubtype(type, &PyTuple_Type) && type->tp_basicsize == PyTuple_Type.tp_basicsize &&
           type->tp_itemsize == PyTuple_Type.tp_itemsize;
}

/* Whether `bind` found lexbor. */
int lexbor_is_bound(void);

/* The value of an attribute that has one, or NULL. */
const char *attribute_of(struct node *node, const char *name, size_t *length);

/* All attributes as selectolax gives them: a name without a value has None. A new dict, or NULL. */
PyObject *attributes_of(struct node *node);

/* UTF-8 as selectolax decodes it: what is broken becomes U+FFFD. */
PyObject *decoded(const char *text, size_t length);

/* The same for what is often the same: names, classes, short values. Some that were made lately are kept. */
PyObject *familiar_text(const char *text, size_t length);

/* The name of an attribute. */
PyObject *name_of(struct attribute *one);

/* Its value, None where it has none. */
PyObject *value_of(struct attribute *one);

#endif
