/* The characters of a batch: what kind each is, and which make a word. */
#include "kernels.h"
#include "lanes.h"

#define MIX 0x9E3779B1u
#define ASCII 128
#define ABREAST 64 /* characters that are looked at together */
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

/* Where words start and end, and how many of each were found; whether the last one goes on. */
struct edges {
    int64_t *start, *end;
    Py_ssize_t started, ended;
    unsigned inside;
};

/* Notes the edges among a few characters. */
static void note_few(const uint8_t *kind, Py_ssize_t from, Py_ssize_t to, struct edges *edges)
{
    for (Py_ssize_t k = from; k < to; k++) {
        unsigned letter = (IS_WORD >> (kind[k] & 31) & 1) & (kind[k] < 32);
        if (letter & ~edges->inside)
            edges->start[edges->started++] = k;
        if (edges->inside & ~letter)
            edges->end[edges->ended++] = k;
        edges->inside = letter;
        if (kind[k] == SYLLABLE) {
            edges->start[edges->started++] = k;
            edges->end[edges->ended++] = k + 1;
        }
    }
}

/* Which of ABREAST characters belong to a word, one bit each; returns whether one of them is a word of its own. */
LANES static int letters_among(const uint8_t *kind, uint64_t *letters)
{
    uint8_t inside[ABREAST], alone = 0;
    for (int k = 0; k < ABREAST; k++) {
        inside[k] = (kind[k] < 32) & ((kind[k] >= 1 && kind[k] <= 3) | (kind[k] == 11) | (kind[k] == 12));
        alone |= kind[k] == SYLLABLE;
    }
    *letters = 0;
    for (int k = 0; k < ABREAST; k += 8) {
        uint64_t bytes = 0;
        for (int j = 0; j < 8; j++)
            bytes |= (uint64_t)inside[k + j] << 8 * j;
        *letters |= (bytes * 0x0102040810204080u >> 56) << k; /* the lowest bits of eight bytes side by side */
    }
    return alone;
}

/* Writes down where words start and end; returns how many there are. */
static Py_ssize_t find_words(const uint8_t *kind, Py_ssize_t count, int64_t *start, int64_t *end)
{
    struct edges edges = {start, end, 0, 0, 0};
    Py_ssize_t at = 0;
    for (; at + ABREAST <= count; at += ABREAST) {
        uint64_t letters;
        if (letters_among(kind + at, &letters)) {
            note_few(kind, at, at + ABREAST, &edges);
            continue;
        }
        uint64_t before = letters << 1 | edges.inside;
        for (uint64_t left = letters & ~before; left; left &= left - 1)
            edges.start[edges.started++] = at + __builtin_ctzll(left);
        for (uint64_t left = before & ~letters; left; left &= left - 1)
            edges.end[edges.ended++] = at + __builtin_ctzll(left);
        edges.inside = letters >> (ABREAST - 1) & 1;
    }
    note_few(kind, at, count, &edges);
    if (edges.inside)
        edges.end[edges.ended++] = count;
    return edges.ended;
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
static inline uint32_t word_code(const uint32_t *word, int64_t length)
{
    uint32_t code = (uint32_t)length * MIX + word[0];
    for (int64_t k = 1; k < 4; k++)
        code = code * MIX + (length > k ? word[k] : 0);
    for (int64_t k = 1; k < 4; k++)
        code = code * MIX + word[length > k ? length - k : 0];
    return code ^ code >> 15;
}

/* The same without a question about the length, where three characters stand behind the first in any case. */
static inline uint32_t word_code_inside(const uint32_t *word, int64_t length)
{
    uint32_t code = (uint32_t)length * MIX + word[0];
    for (int64_t k = 1; k < 4; k++)
        code = code * MIX + (word[k] & (0 - (uint32_t)(length > k)));
    for (int64_t k = 1; k < 4; k++)
        code = code * MIX + word[(length - k) & -(int64_t)(length > k)];
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
        else if (start[k] < size - 3)
            code[k] = word_code_inside(folded + start[k], length[k]);
        else
            code[k] = word_code(folded + start[k], length[k]);
    }
    close_arrays(kinds, v);
    return fit ? Py_NewRef(Py_None) : NULL;
}
