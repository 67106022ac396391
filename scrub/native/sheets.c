/* Style sheets: which of their blocks are worth parsing, and which names their rules ask for; see parser/screen.py and
   parser/sheets.py. */
#include "kernels.h"
#include "lexbor.h"

#include <string.h>

/* A sheet in small letters, in which the digits 1 to 9 are 9. */
struct sheet {
    const char *at;
    Py_ssize_t size;
    Py_ssize_t looked; /* how far the values of fonts were looked through in vain */
};

/* A byte of it, or 0 behind its end. */
static inline char byte(const struct sheet *s, Py_ssize_t k) { return k < s->size ? s->at[k] : 0; }

static inline int is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

static inline int is_letter(char c) { return c >= 'a' && c <= 'z'; }

/* Where white space ends that may start there. */
static Py_ssize_t past_space(const struct sheet *s, Py_ssize_t k)
{
    while (k < s->size && is_space(s->at[k]))
        k++;
    return k;
}

/* Does a word stand there, which is written out? */
#define STANDS(s, k, word) is_word((s), (k), (word), sizeof(word) - 1)

static inline int is_word(const struct sheet *s, Py_ssize_t k, const char *word, size_t length)
{
    return k <= s->size - (Py_ssize_t)length && memcmp(s->at + k, word, length) == 0;
}

/* Where the value of a property starts whose name ends there; -1 where no colon follows. */
static Py_ssize_t value_of_name(const struct sheet *s, Py_ssize_t k)
{
    k = past_space(s, k);
    return byte(s, k) == ':' ? past_space(s, k + 1) : -1;
}

/* Does the value of the property whose name ends there begin with a word? */
#define BEGINS(s, k, word) begins_with((s), (k), (word), sizeof(word) - 1)

static inline int begins_with(const struct sheet *s, Py_ssize_t k, const char *word, size_t length)
{
    k = value_of_name(s, k);
    return k >= 0 && is_word(s, k, word, length);
}

static int is_faint(const struct sheet *s, Py_ssize_t k) /* behind "opacity" */
{
    if (byte(s, past_space(s, k)) == '(')
        return 1;
    k = value_of_name(s, k);
    if (k < 0)
        return 0;
    k += byte(s, k) == '+';
    return (byte(s, k) == '0' && !STANDS(s, k + 1, ".9")) || STANDS(s, k, ".0");
}

static int is_clipped(const struct sheet *s, Py_ssize_t k) /* behind "clip" */
{
    Py_ssize_t value = value_of_name(s, STANDS(s, k, "-path") ? k + 5 : k), end = value;
    while (value >= 0 && is_letter(byte(s, end)))
        end++;
    return end > value && byte(s, end) == '(';
}

static int is_scaled(const struct sheet *s, Py_ssize_t k) /* behind "scale" */
{
    Py_ssize_t end = k;
    for (char c; c = byte(s, end), is_space(c) || (c && strchr("xyd9(:", c) != NULL);)
        end++;
    return end > k && byte(s, end) == '0';
}

static int is_far(const struct sheet *s, Py_ssize_t k) /* at a minus */
{
    char before = k ? s->at[k - 1] : ' ', digit = byte(s, k + 2), c = byte(s, k + 3);
    if (byte(s, k + 1) != '9' || (digit != '9' && digit != '0'))
        return 0;
    if (before == '-' || before == '_' || is_letter(before) || (before >= 'A' && before <= 'Z') ||
        (before >= '0' && before <= '9'))
        return 0;
    return c == '9' || c == '0' || c == '.' || c == '%' || c == 'v' || STANDS(s, k + 3, "rem") ||
           STANDS(s, k + 3, "em") || STANDS(s, k + 3, "ch") || STANDS(s, k + 3, "pt");
}

/* A size of one digit, as of letters that nobody reads. */
static int is_small(const struct sheet *s, Py_ssize_t k)
{
    for (int dotted = 0; dotted < 2; dotted++) {
        Py_ssize_t at = k;
        if (dotted) {
            at += byte(s, at) == '0' || byte(s, at) == '9';
            if (byte(s, at++) != '.')
                continue;
        }
        if (byte(s, at) != '0' && byte(s, at) != '9')
            continue;
        char c = byte(s, ++at);
        if (is_space(c) || (c && strchr("%/;!}", c) != NULL) || STANDS(s, at, "px") || STANDS(s, at, "pt") ||
            STANDS(s, at, "rem") || STANDS(s, at, "em"))
            return 1;
    }
    return 0;
}

static int is_small_font(struct sheet *s, Py_ssize_t k) /* behind "font" */
{
    k = past_space(s, STANDS(s, k, "-size") ? k + 5 : k);
    if (byte(s, k) != ':')
        return 0;
    if (is_small(s, k + 1))
        return 1;
    if (k < s->looked) /* this value is the end of one that holds nothing small */
        return 0;
    for (char c; ++k < s->size && (c = s->at[k]) != ';' && c != '{' && c != '}';)
        if (is_space(c) && is_small(s, k + 1))
            return 1;
    s->looked = k;
    return 0;
}

/* May something be hidden by what stands there? */
static int is_suspicious(struct sheet *s, Py_ssize_t k)
{
    switch (s->at[k]) {
    case '-':
        return is_far(s, k);
    case 'c':
        return (STANDS(s, k, "clip") && is_clipped(s, k + 4)) ||
               (STANDS(s, k, "color") && BEGINS(s, k + 5, "transparent"));
    case 'd':
        return STANDS(s, k, "display") && BEGINS(s, k + 7, "none");
    case 'f':
        return STANDS(s, k, "font") && is_small_font(s, k + 4);
    case 'o':
        return STANDS(s, k, "overflow") || (STANDS(s, k, "opacity") && is_faint(s, k + 7));
    case 's':
        return STANDS(s, k, "scale") && is_scaled(s, k + 5);
    case 'v':
        return STANDS(s, k, "visibility") && (BEGINS(s, k + 10, "hid") || BEGINS(s, k + 10, "coll"));
    case 'z':
        return STANDS(s, k, "z-index") && BEGINS(s, k + 7, "-");
    default:
        return 0;
    }
}

/* Adds a number to a list; 0 or -1. */
static int add_number(PyObject *list, Py_ssize_t number)
{
    PyObject *item = PyLong_FromSsize_t(number);
    int failed = item == NULL || PyList_Append(list, item) < 0;
    Py_XDECREF(item);
    return failed ? -1 : 0;
}

/* Where the next block begins, or the sheet ends. */
static Py_ssize_t next_block(const struct sheet *s, Py_ssize_t k)
{
    const char *brace = k < s->size ? memchr(s->at + k, '{', (size_t)(s->size - k)) : NULL;
    return brace == NULL ? s->size : brace - s->at;
}

/* suspicious_blocks(sheet): the numbers of the blocks in which something suspicious stands. */
KERNEL(suspicious_blocks)
{
    static const char kinds[] = "B";
    Py_buffer v[1];
    (void)self;
    if (open_arrays(args, given, kinds, v) < 0)
        return NULL;
    struct sheet sheet = {v[0].buf, items(&v[0]), 0};
    PyObject *found = PyList_New(0);
    Py_ssize_t block = 0, end;
    for (Py_ssize_t begin = next_block(&sheet, 0); found != NULL && begin < sheet.size; begin = end, block++) {
        end = next_block(&sheet, begin + 1);
        Py_ssize_t k = begin;
        while (k < end && !is_suspicious(&sheet, k))
            k++;
        if (k < end && add_number(found, block) < 0)
            Py_CLEAR(found);
    }
    close_arrays(kinds, v);
    return found;
}

/* Does a word stand in a stretch? */
static int holds(const char *at, Py_ssize_t size, const char *word, Py_ssize_t length)
{
    for (const char *end = at + size; end - at >= length; at++) {
        at = memchr(at, word[0], (size_t)(end - at - length + 1));
        if (at == NULL)
            return 0;
        if (memcmp(at, word, (size_t)length) == 0)
            return 1;
    }
    return 0;
}

/* blocks_with(sheet, word): the numbers of the blocks in which a word begins. */
KERNEL(blocks_with)
{
    static const char kinds[] = "B";
    Py_buffer v[1];
    Py_ssize_t length = 0, block = 0, end;
    const char *word = given == 2 && PyUnicode_Check(args[1]) ? PyUnicode_AsUTF8AndSize(args[1], &length) : NULL;
    (void)self;
    if (length == 0) {
        if (!PyErr_Occurred())
            PyErr_SetString(PyExc_TypeError, "a sheet and a word are wanted");
        return NULL;
    }
    if (open_arrays(args, 1, kinds, v) < 0)
        return NULL;
    struct sheet sheet = {v[0].buf, items(&v[0]), 0};
    PyObject *found = PyList_New(0);
    for (Py_ssize_t begin = next_block(&sheet, 0); found != NULL && begin < sheet.size; begin = end, block++) {
        end = next_block(&sheet, begin + 1);
        Py_ssize_t reach = end + length - 1 < sheet.size ? end + length - 1 : sheet.size;
        if (holds(sheet.at + begin, reach - begin, word, length) && add_number(found, block) < 0)
            Py_CLEAR(found);
    }
    close_arrays(kinds, v);
    return found;
}

/* Is it part of a name? */
static inline int is_name(char c)
{
    return is_letter(c) || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
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
