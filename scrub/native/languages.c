/* Do blocks speak the language of their page: sums of the profiles of languages. */
#include "kernels.h"
#include "lanes.h"

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
#define ABREAST 16   /* languages that are summed together: the rows of profiles are filled up to a multiple of it */
#define FEW_ROWS 256 /* sums of so many rows fit into 16 bits */

/* What every bucket says of every language: `width` numbers for each bucket, and one for each bucket of a language. */
struct profiles {
    const int8_t *row, *column;
    Py_ssize_t rows, width, languages;
};

/* The text of a batch, and what is found of its blocks. */
struct text {
    const uint16_t *bucket;
    const int32_t *start, *end;
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

/* Adds the profiles of a few buckets, of the languages from one on. */
LANES static void add_few(const struct profiles *profiles, const uint16_t *bucket, int64_t count, int32_t *sum)
{
    int16_t few[ABREAST] = {0};
    for (int64_t k = 0; k < count; k++) {
        const int8_t *row = profiles->row + bucket[k] * profiles->width;
        for (int c = 0; c < ABREAST; c++)
            few[c] = (int16_t)(few[c] + row[c]);
    }
    for (int c = 0; c < ABREAST; c++)
        sum[c] += few[c];
}

/* Sums of the profiles of some buckets: of all languages, and of those that fill up the rows. */
static void sum_profiles(const struct profiles *profiles, const uint16_t *bucket, int64_t count, int32_t *sum)
{
    struct profiles part = *profiles;
    memset(sum, 0, (size_t)profiles->width * sizeof *sum);
    for (Py_ssize_t c = 0; c < profiles->width; c += ABREAST, part.row += ABREAST)
        for (int64_t k = 0; k < count; k += FEW_ROWS)
            add_few(&part, bucket + k, count - k < FEW_ROWS ? count - k : FEW_ROWS, sum + c);
}

/* The highest of the sums. */
static int32_t highest(const int32_t *sum, Py_ssize_t count)
{
    int32_t best = sum[0];
    for (Py_ssize_t c = 1; c < count; c++)
        best = sum[c] > best ? sum[c] : best;
    return best;
}

/* Gathers the sample of a page that lies in one block, from the first place of it at or behind the block's start. */
static int64_t sample_block(const struct text *text, const struct page *page, Py_ssize_t block, uint16_t *sample)
{
    int64_t found = 0, end = page->first + page->length, last = text->end[block] < end ? text->end[block] : end;
    int64_t at = page->first + (text->start[block] - page->first + page->step - 1) / page->step * page->step;
    for (; at + GRAM <= last; at += page->step) {
        sample[found] = text->bucket[at];
        found += text->bucket[at] > 0;
    }
    return found;
}

/* Samples all of a page, and names its language; blocks do not overlap, so that the sample has room for all. */
static void sample_page(const struct text *text, const struct profiles *profiles, struct page *page)
{
    uint16_t sample[SAMPLE + 1];
    page->sampled = 0;
    for (Py_ssize_t block = page->from; block < page->to; block++)
        page->sampled += sample_block(text, page, block, sample + page->sampled);
    sum_profiles(profiles, sample, page->sampled, page->sum);
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
    uint16_t sample[SAMPLE + 1];
    int64_t last = text->end[block] - GRAM + 1, sampled = sample_block(text, page, block, sample);
    if (page->sampled - sampled < PAGE)
        return 0;
    if (last - text->start[block] > MOST)
        last = text->start[block] + MOST;
    sum_profiles(profiles, sample, sampled, inside);
    sum_profiles(profiles, text->bucket + text->start[block], last - text->start[block], own);
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
    const int8_t *column = profiles->column + page->language * profiles->rows;
    int64_t number = 0, sum = 0;
    for (int64_t at = text->start[block]; at + GRAM <= text->end[block]; at++) {
        number += text->bucket[at] > 0;
        sum += column[text->bucket[at]];
    }
    if (number < LEAST)
        return;
    float fit = (float)((double)(float)((double)sum / SCALE) / (double)number);
    text->fit[block] = fit;
    if (fit < FITS)
        text->foreign[block] = foreignness(text, profiles, page, block, number);
}

/* Are there profiles of all buckets? Their number is a power of two, so that all bits of all buckets tell. */
static int are_profiles(const Py_buffer *rows, const Py_buffer *columns, struct profiles *profiles)
{
    if (rows->ndim != 2 || columns->ndim != 2)
        return unlike("profiles that are no tables");
    *profiles = (struct profiles){rows->buf, columns->buf, rows->shape[0], rows->shape[1], columns->shape[0]};
    Py_ssize_t width = profiles->width, languages = profiles->languages;
    return (languages >= 1 && languages <= width && width <= MOST_LANGUAGES && width % ABREAST == 0 &&
            columns->shape[1] == profiles->rows) ||
           unlike("profiles of several languages or buckets");
}

/* Do all buckets have a row? Their number is a power of two, so that all bits of all buckets tell. */
static int are_buckets(const uint16_t *bucket, Py_ssize_t count, Py_ssize_t rows)
{
    unsigned bits = 0;
    for (Py_ssize_t k = 0; k < count; k++)
        bits |= bucket[k];
    return ((rows & (rows - 1)) == 0 && bits < (size_t)rows) || unlike("profiles of other buckets");
}

enum { BUCKET, ROWS, COLUMNS, FIRST, LENGTH, OF, START, END, FOREIGN, FIT, ARRAYS };

/* Do the arrays belong together? Pages begin inside of the text, and no block of theirs begins before them. */
static int belong_together(const Py_buffer *v, struct profiles *profiles)
{
    enum { CHARACTERS, PAGES, BLOCKS };
    static const struct size sizes[ARRAYS] = {
        [BUCKET] = {CHARACTERS, 0}, [ROWS] = {FREE, 0}, [COLUMNS] = {FREE, 0}, [FIRST] = {PAGES, 0},
        [LENGTH] = {PAGES, 0}, [OF] = {BLOCKS, 0}, [START] = {BLOCKS, 0}, [END] = {BLOCKS, 0}, [FOREIGN] = {BLOCKS, 0},
        [FIT] = {BLOCKS, 0},
    };
    const int32_t *first = v[FIRST].buf, *length = v[LENGTH].buf, *page = v[OF].buf, *start = v[START].buf;
    const int32_t *end = v[END].buf;
    Py_ssize_t number[MOST_NUMBERS];
    if (!have_sizes(v, sizes, ARRAYS, number) || !are_profiles(&v[ROWS], &v[COLUMNS], profiles) ||
        !are_buckets(v[BUCKET].buf, number[CHARACTERS], profiles->rows) ||
        !are_indices(page, number[BLOCKS], number[PAGES]) ||
        !are_blocks(start, end, number[BLOCKS], number[CHARACTERS]))
        return 0;
    for (Py_ssize_t p = 0; p < number[PAGES]; p++)
        if (first[p] < 0 || first[p] > number[CHARACTERS] || length[p] < 0 || length[p] > number[CHARACTERS] - first[p])
            return unlike("a page outside of the text");
    for (Py_ssize_t k = 0; k < number[BLOCKS]; k++)
        if (start[k] < first[page[k]])
            return unlike("a block outside of its page");
    return 1;
}

/* Scores all blocks, page by page. */
static void score_blocks(const Py_buffer *v, const struct profiles *profiles)
{
    const int32_t *first = v[FIRST].buf, *length = v[LENGTH].buf, *of = v[OF].buf;
    struct text text = {v[BUCKET].buf, v[START].buf, v[END].buf, v[FOREIGN].buf, v[FIT].buf};
    struct page page = {.to = 0};
    for (Py_ssize_t n = items(&v[OF]); page.to < n;) {
        page.from = page.to;
        while (page.to < n && of[page.to] == of[page.from])
            page.to++;
        page.first = first[of[page.from]];
        page.length = length[of[page.from]];
        page.step = page.length > SAMPLE ? (page.length + SAMPLE - 1) / SAMPLE : 1;
        sample_page(&text, profiles, &page);
        if (page.sampled < PAGE)
            continue;
        for (Py_ssize_t block = page.from; block < page.to; block++)
            score_block(&text, profiles, &page, block);
    }
}

KERNEL(language_evidence)
{
    static const char kinds[] = "Hbbiiiii+f+f";
    Py_buffer v[ARRAYS];
    struct profiles profiles;
    (void)self;
    if (open_arrays(args, given, kinds, v) < 0)
        return NULL;
    int fit = belong_together(v, &profiles);
    if (fit)
        score_blocks(v, &profiles);
    close_arrays(kinds, v);
    return fit ? Py_NewRef(Py_None) : NULL;
}
