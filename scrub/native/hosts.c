/* Hosts of addresses that are written plainly, and texts that name them; whatever is odd is left to Python. */
#include "kernels.h"

#define LONGEST_HOST 253
#define END 0x110000u /* what stands behind the last character */

struct address {
    int width;
    const void *data;
    Py_ssize_t length;
};

/* A character, or END. */
static inline Py_UCS4 at(const struct address *address, Py_ssize_t k)
{
    return k < address->length ? PyUnicode_READ(address->width, address->data, k) : END;
}

/* The small letter of an ASCII one, any other character as it is. */
static inline Py_UCS4 small(Py_UCS4 c) { return c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c; }

static inline int is_digit(Py_UCS4 c) { return c >= '0' && c <= '9'; }

static inline int is_alphanumeric(Py_UCS4 c) { return is_digit(c) || (small(c) >= 'a' && small(c) <= 'z'); }

/* Does a character end what stands before the path? */
static inline int is_delimiter(Py_UCS4 c) { return c == '/' || c == '?' || c == '#' || c == END; }

/* Where the two slashes stand that open a plain absolute address; -1 if it is none. */
static Py_ssize_t authority(const struct address *address)
{
    static const char scheme[] = "http";
    Py_ssize_t k = 0;
    if (at(address, 0) != '/') {
        for (; k < 4; k++)
            if (small(at(address, k)) != (Py_UCS4)scheme[k])
                return -1;
        k += small(at(address, k)) == 's';
        if (at(address, k++) != ':')
            return -1;
    }
    return at(address, k) == '/' && at(address, k + 1) == '/' ? k : -1;
}

/* Where a plain host ends that starts there; -1 if it is not plain. */
static Py_ssize_t host_end(const struct address *address, Py_ssize_t start)
{
    Py_ssize_t end = start, k;
    while (is_alphanumeric(at(address, end)) || at(address, end) == '.' || at(address, end) == '-')
        end++;
    if (end == start || !is_alphanumeric(at(address, end - 1)))
        return -1;
    for (k = end + (at(address, end) == ':'); k > end && is_digit(at(address, k));)
        k++;
    return is_delimiter(at(address, k)) ? end : -1;
}

/* Is it plainly an address without a host? */
static int is_relative(const struct address *address)
{
    Py_UCS4 first = at(address, 0), second = at(address, 1);
    Py_ssize_t k = 0;
    if (first == '#' || first == '?')
        return 1;
    if (first == '/')
        return second != '/' && second != '\\' && second != '\t' && second != '\n' && second != '\r';
    for (Py_UCS4 c; c = at(address, k), is_alphanumeric(c) || c == '_' || c == '.' || c == '-';)
        k++;
    return k > 0 && is_delimiter(at(address, k));
}

/* The host in small letters; "" where a label of it is empty, or it is too long. */
static PyObject *host(const struct address *address, Py_ssize_t start, Py_ssize_t end)
{
    char name[LONGEST_HOST];
    if (end - start > LONGEST_HOST || at(address, start) == '.')
        return PyUnicode_New(0, 0);
    for (Py_ssize_t k = start; k < end; k++) {
        name[k - start] = (char)small(at(address, k));
        if (k > start && name[k - start] == '.' && name[k - start - 1] == '.')
            return PyUnicode_New(0, 0);
    }
    return PyUnicode_FromStringAndSize(name, end - start);
}

/* The host of an address, "" where it has none, None where that is not plain to see. */
static PyObject *plain_host(PyObject *href)
{
    if (!PyUnicode_Check(href))
        return PyErr_Format(PyExc_TypeError, "an address is a string");
    struct address address = {PyUnicode_KIND(href), PyUnicode_DATA(href), PyUnicode_GET_LENGTH(href)};
    Py_ssize_t start = authority(&address), end = start < 0 ? -1 : host_end(&address, start + 2);
    if (end >= 0)
        return host(&address, start + 2, end);
    return is_relative(&address) ? PyUnicode_New(0, 0) : Py_NewRef(Py_None);
}

KERNEL(plain_hosts)
{
    (void)self;
    if (given != 1 || !PyTuple_CheckExact(args[0])) {
        PyErr_SetString(PyExc_TypeError, "a tuple of addresses is wanted");
        return NULL;
    }
    Py_ssize_t count = PyTuple_GET_SIZE(args[0]);
    PyObject *hosts = PyList_New(count);
    for (Py_ssize_t k = 0; hosts != NULL && k < count; k++) {
        PyObject *found = plain_host(PyTuple_GET_ITEM(args[0], k));
        if (found == NULL)
            Py_CLEAR(hosts);
        else
            PyList_SET_ITEM(hosts, k, found);
    }
    return hosts;
}
