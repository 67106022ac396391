/* Do blocks speak the language of their page: sums of the profiles of languages. */
#include "kernels.h"

#include <math.h>
#include <string.h>

#define GRAM 4
/* See classifier/languages.py. */
#define SCALE 16.0
#define SAMPLE 640
#define PAGE 40
#define MOST 128
#define LEAST 8
#define FITS 0.2f
#define MOST_LANGUAGES 256

/* What every bucket says of every language. */
struct profiles {
    const int8_t *odds;
    Py_ssize_t rows, languages;
    int8_t *column; /* the odds of one language, near one another */
    Py_ssize_t column_of;
};

/* The text of a batch, and what is found of its blocks. */
struct text {
    const int64_t *bucket, *start, *end;
    float *foreign, *fit;
};

/* A page: its characters, its blocks, and what a sample of its 4-grams says. */
struct page {
    int64_t first, length, step;
    Py_ssize_t from, to;
    int32_t sum[MOST_LANGUAGES];
    int64_t sampled;
    Py_ssize_t language;
};

/* Copies the odds of a language, unless they are those at hand: most pages of a batch have the same. */
static void turn_to(struct profiles *profiles, Py_ssize_t language)
{
    if (profiles->column_of == language)
        return;
    for (Py_ssize_t k = 0; k < profiles->rows; k++)
        profiles->column[k] = profiles->odds[k * profiles->languages + language];
    profiles->column_of = language;
}

/* Adds the profile of one 4-gram. */
static inline void add_row(int32_t *sum, const struct profiles *profiles, int64_t bucket)
{
    const int8_t *row = profiles->odds + bucket * profiles->languages;
    for (Py_ssize_t c = 0; c < profiles->languages; c++)
        sum[c] += row[c];
}

/* The highest of the sums. */
static int32_t highest(const int32_t *sum, Py_ssize_t count)
{
    int32_t best = sum[0];
    for (Py_ssize_t c = 1; c < count; c++)
        best = sum[c] > best ? sum[c] : best;
    return best;
}

/* Adds up the sample of a page that lies in one block, from the first place of it at or behind the block's start. */
static int64_t sample_block(const struct text *text, const struct profiles *profiles, const struct page *page,
                            Py_ssize_t block, int32_t *sum)
{
    int64_t found = 0, end = page->first + page->length, last = text->end[block] < end ? text->end[block] : end;
    int64_t at = page->first + (text->start[block] - page->first + page->step - 1) / page->step * page->step;
    for (; at + GRAM <= last; at += page->step)
        if (text->bucket[at] > 0) {
            add_row(sum, profiles, text->bucket[at]);
            found++;
        }
    return found;
}

/* Samples all of a page, and names its language. */
static void sample_page(const struct text *text, const struct profiles *profiles, struct page *page)
{
    memset(page->sum, 0, sizeof page->sum);
    page->sampled = 0;
    for (Py_ssize_t block = page->from; block < page->to; block++)
        page->sampled += sample_block(text, profiles, page, block, page->sum);
    page->language = 0;
    for (Py_ssize_t c = 1; c < profiles->languages; c++)
        if (page->sum[c] > page->sum[page->language])
            page->language = c;
}

/* How foreign a block is whose first 4-grams are looked at; `number` of all of them speak a language. */
static float foreignness(const struct text *text, const struct profiles *profiles, const struct page *page,
                         Py_ssize_t block, int64_t number)
{
    int32_t own[MOST_LANGUAGES], inside[MOST_LANGUAGES], both[MOST_LANGUAGES];
    int64_t last = text->end[block] - GRAM + 1;
    memset(own, 0, (size_t)profiles->languages * sizeof *own);
    memset(inside, 0, (size_t)profiles->languages * sizeof *inside);
    if (page->sampled - sample_block(text, profiles, page, block, inside) < PAGE)
        return 0;
    if (last - text->start[block] > MOST)
        last = text->start[block] + MOST;
    for (int64_t at = text->start[block]; at < last; at++)
        add_row(own, profiles, text->bucket[at]);
    for (Py_ssize_t c = 0; c < profiles->languages; c++) {
        inside[c] = page->sum[c] - inside[c];
        both[c] = own[c] + inside[c];
    }
    int32_t apart = highest(own, profiles->languages) + highest(inside, profiles->languages);
    int32_t gain = apart - highest(both, profiles->languages);
    return (float)(gain / (SCALE * sqrt(number < MOST ? (double)number : MOST)));
}

/* Scores one block of a page whose language is known. */
static void score_block(const struct text *text, const struct profiles *profiles, const struct page *page,
                        Py_ssize_t block)
{
    int64_t number = 0, sum = 0;
    for (int64_t at = text->start[block]; at + GRAM <= text->end[block]; at++) {
        number += text->bucket[at] > 0;
        sum += profiles->column[text->bucket[at]];
    }
    if (number < LEAST)
        return;
    float fit = (float)((double)(float)((double)sum / SCALE) / (double)number);
    text->fit[block] = fit;
    if (fit < FITS)
        text->foreign[block] = foreignness(text, profiles, page, block, number);
}

/* Do all buckets have a row? Their number is a power of two, so that all bits of all buckets tell. */
static int are_buckets(const int64_t *bucket, Py_ssize_t count, Py_ssize_t rows)
{
    int64_t bits = 0;
    for (Py_ssize_t k = 0; k < count; k++)
        bits |= bucket[k];
    return (rows & (rows - 1)) == 0 && bits >= 0 && bits < rows;
}

/* Do the arrays belong together? Pages begin inside of the text, and no block of theirs begins before them. */
static int belong_together(const Py_buffer *v)
{
    const int64_t *first = v[2].buf, *length = v[3].buf, *start = v[5].buf;
    const int32_t *page = v[4].buf;
    Py_ssize_t characters = items(&v[0]), pages = items(&v[2]), n = items(&v[4]);
    if (v[1].ndim != 2 || v[1].shape[1] < 1 || v[1].shape[1] > MOST_LANGUAGES ||
        !are_buckets(v[0].buf, characters, v[1].shape[0]))
        return unlike("profiles of other buckets");
    if (items(&v[3]) != pages)
        return unlike("pages of several numbers");
    for (int k = 5; k < 9; k++)
        if (items(&v[k]) != n)
            return unlike("columns of several lengths");
    if (!are_blocks(start, v[6].buf, n, characters))
        return 0;
    for (Py_ssize_t p = 0; p < pages; p++)
        if (first[p] < 0 || first[p] > characters || length[p] < 0 || length[p] > characters - first[p])
            return unlike("a page outside of the text");
    for (Py_ssize_t k = 0; k < n; k++)
        if (page[k] < 0 || page[k] >= pages || start[k] < first[page[k]])
            return unlike("a block outside of its page");
    return 1;
}

/* Scores all blocks, page by page. */
static void score_blocks(const Py_buffer *v, int8_t *column)
{
    const int64_t *first = v[2].buf, *length = v[3].buf;
    const int32_t *of = v[4].buf;
    struct profiles profiles = {v[1].buf, v[1].shape[0], v[1].shape[1], column, -1};
    struct text text = {v[0].buf, v[5].buf, v[6].buf, v[7].buf, v[8].buf};
    struct page page = {.to = 0};
    for (Py_ssize_t n = items(&v[4]); page.to < n;) {
        page.from = page.to;
        while (page.to < n && of[page.to] == of[page.from])
            page.to++;
        page.first = first[of[page.from]];
        page.length = length[of[page.from]];
        page.step = page.length > SAMPLE ? (page.length + SAMPLE - 1) / SAMPLE : 1;
        sample_page(&text, &profiles, &page);
        if (page.sampled < PAGE)
            continue;
        turn_to(&profiles, page.language);
        for (Py_ssize_t block = page.from; block < page.to; block++)
            score_block(&text, &profiles, &page, block);
    }
}

KERNEL(language_evidence)
{
    static const char kinds[] = "lbllill+f+f";
    Py_buffer v[9];
    (void)self;
    if (open_arrays(args, given, kinds, v) < 0)
        return NULL;
    int8_t *column = NULL;
    int fit = belong_together(v);
    if (fit && (column = PyMem_Malloc((size_t)v[1].shape[0])) == NULL) {
        PyErr_NoMemory();
        fit = 0;
    }
    if (fit)
        score_blocks(v, column);
    PyMem_Free(column);
    close_arrays(kinds, v);
    return fit ? Py_NewRef(Py_None) : NULL;
}
