/* Where the title of a page stands, and what heading each block stands under. */
#include "content.h"
#include "kernels.h"
#include "logarithms.h"

#include <string.h>

/* The block of each page that is most like its title, the first among equals; -1 where none is. */
static void best_titles(const float *likeness, const uint8_t *heading, const int32_t *page, Py_ssize_t n,
                        const float *limits, int32_t *best, float *highest, Py_ssize_t pages)
{
    for (Py_ssize_t p = 0; p < pages; p++)
        best[p] = -1;
    for (Py_ssize_t i = 0; i < n; i++) {
        float score = likeness[i] + (float)heading[i] * limits[0];
        if (score >= limits[1] && (best[page[i]] < 0 || score > highest[page[i]])) {
            best[page[i]] = (int32_t)i;
            highest[page[i]] = score;
        }
    }
}

/* What `title_columns` knows of blocks: whether each is a heading, its page, how many articles begin there, by how many
   more lie around it than around the one before; of pages: the block with the title. */
struct titles {
    const uint8_t *heading;
    const int32_t *page;
    int32_t *begins, *change, *best;
};

/* Counts where articles begin and end. */
static void note_articles(const uint8_t *article, const int32_t *first, const int32_t *last, Py_ssize_t elements,
                          const struct titles *titles)
{
    for (Py_ssize_t e = 0; e < elements; e++)
        if (article[e]) {
            titles->begins[first[e]]++;
            titles->change[first[e]]++;
            titles->change[last[e]]--;
        }
}

/* The rows of all blocks. */
static void fill_titles(const struct titles *all, Py_ssize_t n, float *result)
{
    int32_t titles = 0, articles = 0, inside = 0;
    for (Py_ssize_t i = 0; i < n; i++, result += TITLE) {
        int32_t best = all->best[all->page[i]], since = (int32_t)i - best, found = best >= 0;
        if (i == 0 || all->page[i] != all->page[i - 1])
            titles = articles = 0;
        articles += all->begins[i];
        inside += all->change[i];
        result[0] = (float)found;
        result[1] = (float)(found && since > 0);
        result[2] = found ? since < 0 ? -log1((float)-since) : log1((float)since) : 0.0f;
        result[3] = log1((float)titles);
        result[4] = log1((float)articles);
        result[5] = inside > 0 ? result[4] : 0.0f;
        titles += all->heading[i] != 0;
    }
}

KERNEL(title_columns)
{
    enum { LIKENESS, HEADING, PAGE, LENGTH, ARTICLE, E_FIRST, E_LAST, LIMITS, RESULT, ARRAYS };
    enum { BLOCKS, PAGES, ELEMENTS };
    static const char kinds[] = "fBiiBiif+f";
    static const struct size sizes[ARRAYS] = {
        [LIKENESS] = {BLOCKS}, [HEADING] = {BLOCKS}, [PAGE] = {BLOCKS}, [LENGTH] = {PAGES}, [ARTICLE] = {ELEMENTS},
        [E_FIRST] = {ELEMENTS}, [E_LAST] = {ELEMENTS}, [LIMITS] = {ALONE, 2}, [RESULT] = {BLOCKS, TITLE},
    };
    Py_buffer v[ARRAYS];
    Py_ssize_t n[MOST_NUMBERS];
    int32_t *room = NULL;
    (void)self;
    if (open_arrays(args, given, kinds, v) < 0)
        return NULL;
    int fit = have_sizes(v, sizes, ARRAYS, n) && (n[BLOCKS] < INT32_MAX || unlike("too many blocks")) &&
              are_indices(v[PAGE].buf, n[BLOCKS], n[PAGES]) &&
              are_spans(v[E_FIRST].buf, v[E_LAST].buf, n[ELEMENTS], n[BLOCKS]) &&
              ((room = PyMem_Calloc((size_t)n[BLOCKS] + (size_t)n[PAGES] + 1, 2 * sizeof *room)) != NULL || no_room());
    if (fit) {
        struct titles titles = {v[HEADING].buf, v[PAGE].buf, room, room + n[BLOCKS] + 1, room + 2 * n[BLOCKS] + 2};
        best_titles(v[LIKENESS].buf, titles.heading, titles.page, n[BLOCKS], v[LIMITS].buf, titles.best,
                    (float *)(titles.best + n[PAGES]), n[PAGES]);
        note_articles(v[ARTICLE].buf, v[E_FIRST].buf, v[E_LAST].buf, n[ELEMENTS], &titles);
        fill_titles(&titles, n[BLOCKS], v[RESULT].buf);
    }
    PyMem_Free(room);
    close_arrays(kinds, v);
    return fit ? Py_NewRef(Py_None) : NULL;
}

enum { HEADING, PAGE, FIRST, WORDS, WORDING, NAMES, OF_BLOCK, PARENT, NONE, RESULT, ARRAYS }; /* of `heading_columns` */

/* The rows of `n` blocks. */
static void fill_headings(const Py_buffer *v, Py_ssize_t n)
{
    const uint8_t *heading = v[HEADING].buf;
    const int32_t *page = v[PAGE].buf, *first = v[FIRST].buf, *of_block = v[OF_BLOCK].buf, *parent = v[PARENT].buf;
    const float *words = v[WORDS].buf, *wording = v[WORDING].buf, *names = v[NAMES].buf, *none = v[NONE].buf;
    float *result = v[RESULT].buf;
    Py_ssize_t last = -1;
    for (Py_ssize_t i = 0; i < n; i++, result += HEADINGS) {
        last = heading[i] ? i : last;
        if (last < 0 || last < first[page[i]]) {
            memset(result, 0, HEADINGS * sizeof *result);
            result[3] = *none;
            continue;
        }
        int32_t own = of_block[i], other = of_block[last];
        result[0] = wording[last];
        result[1] = names[last];
        result[2] = log1(words[last]);
        result[3] = log1((float)(i - last));
        result[4] = (float)(other == own || parent[other] == parent[own]);
    }
}

KERNEL(heading_columns)
{
    enum { BLOCKS, PAGES, CONTAINERS };
    static const char kinds[] = "Biifffiif+f";
    static const struct size sizes[ARRAYS] = {
        [HEADING] = {BLOCKS}, [PAGE] = {BLOCKS}, [FIRST] = {PAGES}, [WORDS] = {BLOCKS}, [WORDING] = {BLOCKS},
        [NAMES] = {BLOCKS}, [OF_BLOCK] = {BLOCKS}, [PARENT] = {CONTAINERS}, [NONE] = {ALONE},
        [RESULT] = {BLOCKS, HEADINGS},
    };
    Py_buffer v[ARRAYS];
    Py_ssize_t n[MOST_NUMBERS];
    (void)self;
    if (open_arrays(args, given, kinds, v) < 0)
        return NULL;
    int fit = have_sizes(v, sizes, ARRAYS, n) && are_indices(v[PAGE].buf, n[BLOCKS], n[PAGES]) &&
              are_indices(v[OF_BLOCK].buf, n[BLOCKS], n[CONTAINERS]);
    if (fit)
        fill_headings(v, n[BLOCKS]);
    close_arrays(kinds, v);
    return fit ? Py_NewRef(Py_None) : NULL;
}
