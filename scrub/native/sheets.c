/* Style sheets: which of their blocks are worth parsing, and which hold a word; see parser/screen.py. */
#include "kernels.h"

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
