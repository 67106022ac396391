/* The words of blocks: what those are worth that they begin with, and which of them the page's metadata say too. */
#include "content.h"
#include "kernels.h"

#include <math.h>
#include <string.h>

#define READ 14 /* words of a block that are weighed */
#define PHRASE_BITS 16
#define STATEMENTS 4
#define BODY (STATEMENTS - 1) /* the statement whose pairs of words are looked for */
#define MARK_BITS 13

enum { BETWEEN, WORD, SYLLABLE }; /* classes of characters */

/* The arrays. */
enum { POINT, KIND, KIND_OF, CLASS, MIX, START, END, WORDS, PAGE, TABLE, WORDED_BY, SAID_BY, ARRAYS };
/* What they are as long as. */
enum { CHARACTERS, POINTS, BLOCKS };

/* The arrays, and what is worked out from them. */
struct telling {
    Py_buffer v[ARRAYS];
    Py_ssize_t n[MOST_NUMBERS];
    PyObject *statements;              /* STATEMENTS strings for each page */
    uint64_t *code, *text;             /* of all words; (n,) of whole blocks */
    int32_t *times, *first;            /* (n,): see count_repeats */
    Py_ssize_t codes;                  /* how many words there are */
    uint8_t marks[1 << MARK_BITS];     /* bit k marks what statement k of a page says */
    float said[STATEMENTS];            /* words of each */
};

#define AS(type, name) ((const type *)told->v[name].buf)

/* Where one is in a text: the sum over the characters so far, and before the word that is open. */
struct reader {
    uint64_t sum, from;
    Py_ssize_t open;
};

/* Reads a character without branches that nobody could foresee: the code of a word is always written, and counts where
   one ends. There is room for two; returns what is behind those that ended. */
static inline uint64_t *read_on(struct reader *reader, int what, uint64_t own, uint64_t *code)
{
    Py_ssize_t inside = what == WORD;
    reader->from = reader->open ? reader->from : reader->sum;
    *code = reader->sum - reader->from;
    code += reader->open > inside;
    reader->sum += own;
    reader->open = inside;
    if (what == SYLLABLE)
        *code++ = own;
    return code;
}

/* Reads the characters between two places. */
static uint64_t *read_some(const struct telling *told, int32_t from, int32_t to, struct reader *reader, uint64_t *code)
{
    const uint32_t *point = AS(uint32_t, POINT);
    const uint8_t *kind = AS(uint8_t, KIND), *class = AS(uint8_t, CLASS);
    const uint64_t *mix = AS(uint64_t, MIX);
    struct reader here = *reader;
    for (int32_t at = from; at < to; at++)
        code = read_on(&here, class[kind[at]], mix[point[at]], code);
    *reader = here;
    return code;
}

/* Finds the words of the text, and the sums over blocks. */
static void find_words(struct telling *told)
{
    struct reader reader = {0, 0, 0};
    uint64_t *code = told->code;
    int32_t at = 0;
    for (Py_ssize_t i = 0; i < told->n[BLOCKS]; i++) {
        int32_t start = AS(int32_t, START)[i], end = AS(int32_t, END)[i];
        code = read_some(told, at, start, &reader, code);
        uint64_t before = reader.sum;
        code = read_some(told, start, end, &reader, code);
        told->text[i] = reader.sum - before + (uint64_t)AS(int32_t, PAGE)[i];
        at = end;
    }
    told->codes = read_on(&reader, BETWEEN, 0, code) - told->code;
}

/* The worth of a block's first words and pairs of words. */
static void wording_of(const uint64_t *code, Py_ssize_t read, const float *table, float *result)
{
    double total[TABLES] = {0}, first[TABLES] = {0};
    for (Py_ssize_t k = 0; k < read; k++) {
        const float *worth = table + (code[k] * SPREAD >> (64 - PHRASE_BITS)) * TABLES, *both = NULL;
        if (k + 1 < read)
            both = table + ((code[k] * ORDER + code[k + 1]) * SPREAD >> (64 - PHRASE_BITS)) * TABLES;
        for (int t = 0; t < TABLES; t++) {
            double sum = (double)worth[t] + (both ? (double)both[t] : 0.0);
            total[t] += sum;
            if (k == 0)
                first[t] = sum;
        }
    }
    for (int t = 0; t < TABLES; t++) {
        result[3 * t] = (float)(total[t] / sqrtf(read ? (float)read : 1.0f));
        result[3 * t + 1] = (float)total[t];
        result[3 * t + 2] = (float)first[t];
    }
}

/* Marks a word or a pair of words as said. */
static void mark(struct telling *told, int statement, uint64_t code)
{
    told->marks[code >> (64 - MARK_BITS)] |= (uint8_t)(1 << statement);
}

/* Marks what a statement says: its words, or its pairs of words and its last one. */
static void mark_statement(struct telling *told, int statement, PyObject *said)
{
    const void *data = PyUnicode_DATA(said);
    const uint8_t *class = AS(uint8_t, CLASS), *kind_of = AS(uint8_t, KIND_OF);
    struct reader reader = {0, 0, 0};
    Py_ssize_t length = PyUnicode_GET_LENGTH(said), most = told->n[POINTS] - 1, words = 0;
    uint64_t last = 0, ended[2];
    for (Py_ssize_t at = 0; at <= length; at++) {
        Py_UCS4 found = at < length ? PyUnicode_READ(PyUnicode_KIND(said), data, at) : 0;
        Py_ssize_t point = (Py_ssize_t)found < most ? (Py_ssize_t)found : most;
        int what = at < length ? class[kind_of[point]] : BETWEEN;
        Py_ssize_t count = read_on(&reader, what, AS(uint64_t, MIX)[point], ended) - ended;
        for (Py_ssize_t k = 0; k < count; k++, words++) {
            if (words > 0)
                mark(told, statement, statement == BODY ? last * ORDER + ended[k] : last);
            last = ended[k];
        }
    }
    if (words > 0)
        mark(told, statement, last);
    told->said[statement] = (float)words;
}

/* Marks what a page's statements say. */
static void mark_page(struct telling *told, Py_ssize_t page)
{
    memset(told->marks, 0, sizeof told->marks);
    for (int s = 0; s < STATEMENTS; s++)
        mark_statement(told, s, PyTuple_GET_ITEM(told->statements, page * STATEMENTS + s));
}

/* How many words of a block each statement says; the last one is asked for pairs of words. */
static void hits_of(const struct telling *told, const uint64_t *code, Py_ssize_t words, float *hits)
{
    const uint8_t *marks = told->marks;
    int32_t count[STATEMENTS] = {0};
    for (Py_ssize_t k = 0; k < words; k++) {
        uint8_t found = marks[code[k] >> (64 - MARK_BITS)];
        for (int s = 0; s < BODY; s++)
            count[s] += found >> s & 1;
    }
    for (Py_ssize_t k = 0; told->said[BODY] > 0 && k + 1 < words; k++)
        count[BODY] += marks[(code[k] * ORDER + code[k + 1]) >> (64 - MARK_BITS)] >> BODY & 1;
    for (int s = 0; s < STATEMENTS; s++)
        hits[s] = (float)count[s];
}

/* The shares of a block's words that the statements of its page say, and how often all of it stands there. */
static void overlaps_of(const struct telling *told, Py_ssize_t i, const uint64_t *code, Py_ssize_t words, float *result)
{
    float size = words ? (float)words : 1.0f;
    hits_of(told, code, words, result);
    for (int s = 0; s < 2; s++)
        result[4 + s] = result[s] / fmaxf(size, told->said[s]);
    for (int s = 0; s < STATEMENTS; s++)
        result[s] /= size;
    result[6] = told->said[0] > 0;
    result[7] = told->said[BODY] > 0;
    result[8] = told->times[i] > 1 ? (float)log(told->times[i]) : 0.0f;
    result[9] = (float)!told->first[i];
}

/* The rows of all blocks. */
static int fill_rows(struct telling *told)
{
    const int32_t *page = AS(int32_t, PAGE);
    const float *words = AS(float, WORDS);
    const uint64_t *code = told->code, *end = code + told->codes;
    float *worded = told->v[WORDED_BY].buf, *said = told->v[SAID_BY].buf;
    for (Py_ssize_t i = 0; i < told->n[BLOCKS]; i++) {
        Py_ssize_t count = words[i] > 0 && words[i] < 1e9f ? (Py_ssize_t)words[i] : 0;
        if (count > end - code)
            return unlike("more words than codes");
        if (i == 0 || page[i] != page[i - 1])
            mark_page(told, page[i]);
        wording_of(code, count < READ ? count : READ, AS(float, TABLE), worded + i * WORDED);
        overlaps_of(told, i, code, count, said + i * OVERLAPS);
        code += count;
    }
    return 1;
}

/* Does every number lead somewhere, and do blocks stand one behind the other? */
static int belong_together(const struct telling *told)
{
    Py_ssize_t pages = PyTuple_GET_SIZE(told->statements) / STATEMENTS, n = told->n[BLOCKS];
    const int32_t *start = AS(int32_t, START), *end = AS(int32_t, END);
    if (!are_spans(start, end, n, told->n[CHARACTERS]) || !are_indices(AS(int32_t, PAGE), n, pages) ||
        !are_indices(AS(uint32_t, POINT), told->n[CHARACTERS], told->n[POINTS]))
        return 0;
    for (Py_ssize_t i = 1; i < n; i++)
        if (start[i] < end[i - 1])
            return unlike("blocks that overlap");
    return told->n[POINTS] > 0 || unlike("no table of characters");
}

/* Room for the codes of words and blocks. */
static int make_room(struct telling *told)
{
    size_t n = (size_t)told->n[BLOCKS], characters = (size_t)told->n[CHARACTERS];
    told->code = PyMem_Malloc((characters + 3 + n) * sizeof *told->code + 2 * n * sizeof *told->times);
    if (told->code == NULL)
        return no_room();
    told->text = told->code + characters + 3;
    told->times = (int32_t *)(told->text + n);
    told->first = told->times + n;
    return 1;
}

/* Are these strings? */
static int are_statements(PyObject *statements)
{
    int fit = PyTuple_CheckExact(statements);
    for (Py_ssize_t k = 0; fit && k < PyTuple_GET_SIZE(statements); k++)
        fit = PyUnicode_Check(PyTuple_GET_ITEM(statements, k));
    if (!fit)
        PyErr_SetString(PyExc_TypeError, "a tuple of statements is wanted");
    return fit;
}

KERNEL(tell)
{
    static const char kinds[] = "IBBBLiifif+f+f";
    static const struct size sizes[ARRAYS] = {
        [POINT] = {CHARACTERS}, [KIND] = {CHARACTERS}, [KIND_OF] = {POINTS}, [CLASS] = {ALONE, 256}, [MIX] = {POINTS},
        [START] = {BLOCKS}, [END] = {BLOCKS}, [WORDS] = {BLOCKS}, [PAGE] = {BLOCKS},
        [TABLE] = {ALONE, TABLES << PHRASE_BITS}, [WORDED_BY] = {BLOCKS, WORDED}, [SAID_BY] = {BLOCKS, OVERLAPS},
    };
    struct telling told = {.statements = given ? args[0] : Py_None};
    (void)self;
    if (!are_statements(told.statements) || open_arrays(args + 1, given - 1, kinds, told.v) < 0)
        return NULL;
    int fit = have_sizes(told.v, sizes, ARRAYS, told.n) && belong_together(&told) && make_room(&told);
    if (fit) {
        find_words(&told);
        fit = count_repeats(told.text, told.n[BLOCKS], told.times, told.first) && fill_rows(&told);
    }
    PyMem_Free(told.code);
    close_arrays(kinds, told.v);
    return fit ? Py_NewRef(Py_None) : NULL;
}
