/* Hosts of addresses that are written plainly, and texts that name them; whatever is odd is left to Python. */
#include "kernels.h"
#include "lexbor.h"

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
    return familiar_text(name, (size_t)(end - start));
}

/* The host of an address, "" where it has none, None where that is not plain to see; `behind` is where it ends, or 0. */
static PyObject *plain_host(const struct address *address, Py_ssize_t *behind)
{
    Py_ssize_t start = authority(address), end = start < 0 ? -1 : host_end(address, start + 2);
    if (end >= 0) {
        *behind = end;
        return host(address, start + 2, end);
    }
    return is_relative(address) ? PyUnicode_New(0, 0) : Py_NewRef(Py_None);
}

/* How an address began whose host was read, up to and with the slash behind it; many on one page begin alike. */
struct beginning {
    const char *text;
    Py_ssize_t length;
    PyObject *host;
};

/* The host of an address, as above. */
static PyObject *read_host(PyObject *href, struct beginning *before)
{
    if (!PyUnicode_Check(href))
        return PyErr_Format(PyExc_TypeError, "an address is a string");
    Py_ssize_t length = PyUnicode_GET_LENGTH(href), behind = 0;
    struct address address = {PyUnicode_KIND(href), PyUnicode_DATA(href), length};
    if (address.width != PyUnicode_1BYTE_KIND)
        return plain_host(&address, &behind);
    if (before->length && length >= before->length && memcmp(address.data, before->text, (size_t)before->length) == 0)
        return Py_NewRef(before->host);
    PyObject *found = plain_host(&address, &behind);
    if (found != NULL && behind && at(&address, behind) == '/')
        *before = (struct beginning){address.data, behind + 1, found};
    return found;
}

KERNEL(plain_hosts)
{
    (void)self;
    if (given != 1 || !PyTuple_CheckExact(args[0])) {
        PyErr_SetString(PyExc_TypeError, "a tuple of addresses is wanted");
        return NULL;
    }
    Py_ssize_t count = PyTuple_GET_SIZE(args[0]);
    PyObject *hosts = PyList_New(count), *odd = PyList_New(0);
    struct beginning before = {NULL, 0, NULL}; /* of one whose address and host are held by the tuple and the list */
    int failed = hosts == NULL || odd == NULL;
    for (Py_ssize_t k = 0; !failed && k < count; k++) {
        PyObject *found = read_host(PyTuple_GET_ITEM(args[0], k), &before);
        failed = found == NULL;
        if (!failed)
            PyList_SET_ITEM(hosts, k, found);
        if (found != Py_None)
            continue;
        PyObject *place = PyLong_FromSsize_t(k);
        failed = place == NULL || PyList_Append(odd, place) < 0;
        Py_XDECREF(place);
    }
    PyObject *answer = failed ? NULL : PyTuple_Pack(2, hosts, odd);
    Py_XDECREF(hosts);
    Py_XDECREF(odd);
    return answer;
}

/* The number in a dict of a text, which is `fresh` and written down where it has none; -2 with an exception. */
static long number_of(PyObject *numbers, PyObject *text, long fresh)
{
    PyObject *number = PyLong_FromLong(fresh);
    PyObject *known = number == NULL ? NULL : PyDict_SetDefault(numbers, text, number);
    long found = known == NULL ? -2 : PyLong_AsLong(known);
    Py_XDECREF(number);
    return found;
}

/* Adds a host to those of a page: the number of its domain, -2 with an exception. */
static long add_host(PyObject *of_host, PyObject *codes, PyObject *host, PyObject *domain_of, long first)
{
    PyObject *domain = PyObject_CallOneArg(domain_of, host);
    long found = -2;
    if (domain != NULL && !PyUnicode_Check(domain))
        PyErr_SetString(PyExc_TypeError, "a domain is a string");
    else if (domain != NULL)
        found = number_of(codes, domain, first + (long)PyDict_GET_SIZE(codes));
    Py_XDECREF(domain);
    return found < -1 ? found : number_of(of_host, host, found);
}

/* Numbers the domains of the hosts of one page, whose own has -1; returns how many numbers are taken, or -1 with an
   exception. */
static long number_domains(PyObject *const *hosts, Py_ssize_t count, PyObject *own, PyObject *domain_of, long first,
                           int32_t *code)
{
    PyObject *of_host = PyDict_New(), *codes = PyDict_New(), *none = PyUnicode_New(0, 0);
    int fit = of_host != NULL && codes != NULL && none != NULL && number_of(codes, none, -1) > -2 &&
              number_of(codes, own, -1) > -2 && number_of(of_host, none, -1) > -2;
    for (Py_ssize_t k = 0; fit && k < count; k++) {
        PyObject *known = PyDict_GetItemWithError(of_host, hosts[k]);
        long found = -2;
        if (known != NULL)
            found = PyLong_AsLong(known);
        else if (!PyErr_Occurred())
            found = add_host(of_host, codes, hosts[k], domain_of, first);
        fit = found > -2;
        code[k] = (int32_t)found;
    }
    long taken = fit ? (long)PyDict_GET_SIZE(codes) : -1;
    Py_XDECREF(of_host);
    Py_XDECREF(codes);
    Py_XDECREF(none);
    return taken;
}

/* domain_codes(hosts, own domains, registrable_domain, anchors of each page, code): see columns.py. */
KERNEL(domain_codes)
{
    static const char kinds[] = "i+i";
    Py_buffer v[2];
    (void)self;
    if (given < 3 || !PyTuple_CheckExact(args[0]) || !PyTuple_CheckExact(args[1]) || !PyCallable_Check(args[2])) {
        PyErr_SetString(PyExc_TypeError, "tuples of hosts and of domains, and what finds a domain, are wanted");
        return NULL;
    }
    if (open_arrays(args + 3, given - 3, kinds, v) < 0)
        return NULL;
    const int32_t *anchors = v[0].buf;
    Py_ssize_t count = PyTuple_GET_SIZE(args[0]), pages = PyTuple_GET_SIZE(args[1]), done = 0;
    int fit = (items(&v[0]) == pages && items(&v[1]) == count) || unlike("domains of other pages");
    long first = 0;
    for (Py_ssize_t k = 0; fit && k < pages; k++) {
        long taken = -1;
        if (anchors[k] < 0 || anchors[k] > count - done)
            unlike("anchors that are not there");
        else
            taken = number_domains(&PyTuple_GET_ITEM(args[0], done), anchors[k], PyTuple_GET_ITEM(args[1], k), args[2],
                                   first, (int32_t *)v[1].buf + done);
        fit = taken >= 0;
        done += fit ? anchors[k] : 0;
        first += taken;
    }
    fit = fit && (done == count || unlike("anchors of no page"));
    close_arrays(kinds, v);
    return fit ? Py_NewRef(Py_None) : NULL;
}
