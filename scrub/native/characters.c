/* The characters of a batch: what kind each is, and which make a word. */
#include "kernels.h"

#define MIX 0x9E3779B1u
#define ASCII 128
/* Kinds of characters: see text/characters.py. */
#define IS_WORD (1u << 1 | 1u << 2 | 1u << 3 | 1u << 11 | 1u << 12)
#define SYLLABLE 10

struct tables {
    const uint8_t *kind, *script;
    const uint32_t *folded;
    Py_ssize_t size;
};

struct columns {
    uint32_t *points;
    uint8_t *kind, *script;
    uint32_t *folded;
};

/* Looks up characters that are so many bytes wide; called with a constant, so that no character asks for the width. */
static inline void look_up(int width, const void *data, Py_ssize_t count, const struct tables *tables,
                           const struct columns *out)
{
    const uint8_t *kinds = tables->kind, *scripts = tables->script;
    const uint32_t *foldeds = tables->folded;
    uint32_t *points = out->points, *folded = out->folded;
    uint8_t *kind = out->kind, *script = out->script;
    const Py_UCS4 last = (Py_UCS4)tables->size - 1;
    for (Py_ssize_t k = 0; k < count; k++) {
        Py_UCS4 point = PyUnicode_READ(width, data, k);
        point = point < last ? point : last;
        points[k] = point;
        kind[k] = kinds[point];
        script[k] = scripts[point];
        folded[k] = foldeds[point];
    }
}

KERNEL(character_columns)
{
    static const char kinds[] = "BBI+I+B+B+I";
    Py_buffer v[7];
    (void)self;
    if (given < 1 || !PyUnicode_Check(args[0])) {
        PyErr_SetString(PyExc_TypeError, "a text is wanted");
        return NULL;
    }
    if (open_arrays(args + 1, given - 1, kinds, v) < 0)
        return NULL;
    struct tables tables = {v[0].buf, v[1].buf, v[2].buf, items(&v[0])};
    struct columns out = {v[3].buf, v[4].buf, v[5].buf, v[6].buf};
    Py_ssize_t count = PyUnicode_GET_LENGTH(args[0]);
    int fit = tables.size > 0 && items(&v[1]) == tables.size && items(&v[2]) == tables.size;
    for (int k = 3; k < 7; k++)
        fit = fit && items(&v[k]) == count;
    if (!fit)
        unlike("columns of several lengths");
    else if (PyUnicode_KIND(args[0]) == PyUnicode_1BYTE_KIND)
        look_up(PyUnicode_1BYTE_KIND, PyUnicode_DATA(args[0]), count, &tables, &out);
    else if (PyUnicode_KIND(args[0]) == PyUnicode_2BYTE_KIND)
        look_up(PyUnicode_2BYTE_KIND, PyUnicode_DATA(args[0]), count, &tables, &out);
    else
        look_up(PyUnicode_4BYTE_KIND, PyUnicode_DATA(args[0]), count, &tables, &out);
    close_arrays(kinds, v);
    return fit ? Py_NewRef(Py_None) : NULL;
}

KERNEL(find_signs)
{
    static const char kinds[] = "IB+l";
    Py_buffer v[3];
    Py_ssize_t found = 0;
    (void)self;
    if (open_arrays(args, given, kinds, v) < 0)
        return NULL;
    const uint32_t *folded = v[0].buf;
    const uint8_t *wanted = v[1].buf;
    int64_t *offset = v[2].buf;
    Py_ssize_t count = items(&v[0]);
    int fit = (items(&v[1]) == ASCII && items(&v[2]) == count) || unlike("room for each character is wanted");
    for (Py_ssize_t k = 0; fit && k < count; k++) {
        offset[found] = k; /* without a branch: no more are found than were looked at */
        found += folded[k] < ASCII && wanted[folded[k] & (ASCII - 1)];
    }
    close_arrays(kinds, v);
    return fit ? PyLong_FromSsize_t(found) : NULL;
}

/* Writes down where words start and end, by steps that do not depend on guesses; returns how many there are. */
static Py_ssize_t find_words(const uint8_t *kind, Py_ssize_t count, int64_t *start, int64_t *end)
{
    Py_ssize_t started = 0, ended = 0;
    unsigned inside = 0;
    for (Py_ssize_t k = 0; k < count; k++) {
        unsigned letter = (IS_WORD >> (kind[k] & 31) & 1) & (kind[k] < 32);
        start[started] = k;
        started += letter & ~inside;
        end[ended] = k;
        ended += inside & ~letter;
        inside = letter;
        if (kind[k] == SYLLABLE) {
            start[started++] = k;
            end[ended++] = k + 1;
        }
    }
    if (inside)
        end[ended++] = count;
    return ended;
}

KERNEL(word_edges)
{
    static const char kinds[] = "B+l+l";
    Py_buffer v[3];
    Py_ssize_t found = 0;
    (void)self;
    if (open_arrays(args, given, kinds, v) < 0)
        return NULL;
    Py_ssize_t count = items(&v[0]); /* each character may be a word */
    int fit = (items(&v[1]) >= count && items(&v[2]) >= count) || unlike("too little room for the edges of words");
    if (fit)
        found = find_words(v[0].buf, count, v[1].buf, v[2].buf);
    close_arrays(kinds, v);
    return fit ? PyLong_FromSsize_t(found) : NULL;
}

/* A number for a word: see signals/words.py. */
static uint32_t word_code(const uint32_t *word, int64_t length)
{
    uint32_t code = (uint32_t)length * MIX + word[0];
    for (int64_t k = 1; k < 4; k++)
        code = code * MIX + (length > k ? word[k] : 0);
    for (int64_t k = 1; k < 4; k++)
        code = code * MIX + word[length > k ? length - k : 0];
    return code ^ code >> 15;
}

KERNEL(word_codes)
{
    static const char kinds[] = "Ill+I";
    Py_buffer v[4];
    (void)self;
    if (open_arrays(args, given, kinds, v) < 0)
        return NULL;
    const uint32_t *folded = v[0].buf;
    const int64_t *start = v[1].buf, *length = v[2].buf;
    uint32_t *code = v[3].buf;
    Py_ssize_t size = items(&v[0]), count = items(&v[3]);
    int fit = (items(&v[1]) == count && items(&v[2]) == count) || unlike("words of several numbers");
    for (Py_ssize_t k = 0; fit && k < count; k++) {
        if (start[k] < 0 || start[k] >= size || length[k] < 1 || length[k] > size - start[k])
            fit = unlike("a word outside of the text");
        else
            code[k] = word_code(folded + start[k], length[k]);
    }
    close_arrays(kinds, v);
    return fit ? Py_NewRef(Py_None) : NULL;
}
