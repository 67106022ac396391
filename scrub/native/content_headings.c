/* Where the title of a page stands, and what heading each block stands under. */
#include "content.h"
#include "kernels.h"
#include "logarithms.h"

#include <string.h>

enum { LIKENESS = 4 }; /* among what the page says of a block */

/* The block of each page that is most like its title, the first among equals; -1 where none is. */
static void best_titles(const float *said, const uint8_t *tag, uint8_t heading, const int32_t *page, Py_ssize_t n,
                        const float *limits, int32_t *best, float *highest, Py_ssize_t pages)
{
    for (Py_ssize_t p = 0; p < pages; p++)
        best[p] = -1;
    for (Py_ssize_t i = 0; i < n; i++) {
        float score = said[i * OVERLAPS + LIKENESS] + (float)(tag[i] == heading) * limits[0];
        if (score >= limits[1] && (best[page[i]] < 0 || score > highest[page[i]])) {
            best[page[i]] = (int32_t)i;
            highest[page[i]] = score;
        }
    }
}

/* What `title_columns` knows of blocks: the tag of each, its page, how many articles begin there, by how many more lie
   around it than around the one before; of pages: the block with the title. */
struct titles {
    const uint8_t *tag, *codes; /* the latter of headings and articles */
    const int32_t *page;
    int32_t *begins, *change, *best;
};

/* Counts where articles begin and end. */
static void note_articles(const uint8_t *tag, const int32_t *first, const int32_t *last, Py_ssize_t elements,
                          const struct titles *titles)
{
    for (Py_ssize_t e = 0; e < elements; e++)
        if (tag[e] == titles->codes[1]) {
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
        titles += all->tag[i] == *all->codes;
    }
}

KERNEL(title_columns)
{
    enum { SAID_BY, TAG, PAGE, LENGTH, E_TAG, E_FIRST, E_LAST, CODES, LIMITS, RESULT, ARRAYS };
    enum { BLOCKS, PAGES, ELEMENTS };
    static const char kinds[] = "fBiiBiiBf+f";
    static const struct size sizes[ARRAYS] = {
        [SAID_BY] = {BLOCKS, OVERLAPS}, [TAG] = {BLOCKS}, [PAGE] = {BLOCKS}, [LENGTH] = {PAGES}, [E_TAG] = {ELEMENTS},
        [E_FIRST] = {ELEMENTS}, [E_LAST] = {ELEMENTS}, [CODES] = {ALONE, 2}, [LIMITS] = {ALONE, 2},
        [RESULT] = {BLOCKS, TITLE},
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
        struct titles titles = {
            v[TAG].buf, v[CODES].buf, v[PAGE].buf, room, room + n[BLOCKS] + 1, room + 2 * n[BLOCKS] + 2,
        };
        best_titles(v[SAID_BY].buf, titles.tag, *titles.codes, titles.page, n[BLOCKS], v[LIMITS].buf, titles.best,
                    (float *)(titles.best + n[PAGES]), n[PAGES]);
        note_articles(v[E_TAG].buf, v[E_FIRST].buf, v[E_LAST].buf, n[ELEMENTS], &titles);
        fill_titles(&titles, n[BLOCKS], v[RESULT].buf);
    }
    PyMem_Free(room);
    close_arrays(kinds, v);
    return fit ? Py_NewRef(Py_None) : NULL;
}

/* The arrays of `heading_columns`. */
enum {
    TAG, TAGS, END, POINT, COLONS, PAGE, FIRST, WORDS, WORDING, PATHS, OF_BLOCK, PARENT, LIMITS, RESULT, ARRAYS
};
enum { BLOCKS, PAGES, CONTAINERS, CHARACTERS, SIGNS }; /* what they are as long as */
enum { LONGEST, NONE };                                /* among the limits */

/* Is a block a heading, or a short line that ends in a colon? */
static int is_heading(const Py_buffer *v, Py_ssize_t i, Py_ssize_t signs)
{
    const uint32_t *colon = v[COLONS].buf;
    if (((const uint8_t *)v[TAGS].buf)[((const uint8_t *)v[TAG].buf)[i]])
        return 1;
    if (((const float *)v[WORDS].buf)[i] > ((const float *)v[LIMITS].buf)[LONGEST])
        return 0;
    uint32_t last = ((const uint32_t *)v[POINT].buf)[((const int32_t *)v[END].buf)[i] - 1];
    for (Py_ssize_t k = 0; k < signs; k++)
        if (colon[k] == last)
            return 1;
    return 0;
}

/* The rows of `n` blocks. */
static void fill_headings(const Py_buffer *v, Py_ssize_t n, Py_ssize_t signs)
{
    const int32_t *page = v[PAGE].buf, *first = v[FIRST].buf, *of_block = v[OF_BLOCK].buf, *parent = v[PARENT].buf;
    const float *words = v[WORDS].buf, *wording = v[WORDING].buf, *paths = v[PATHS].buf, *limit = v[LIMITS].buf;
    float *result = v[RESULT].buf;
    Py_ssize_t last = -1;
    for (Py_ssize_t i = 0; i < n; i++, result += HEADINGS) {
        last = is_heading(v, i, signs) ? i : last;
        if (last < 0 || last < first[page[i]]) {
            memset(result, 0, HEADINGS * sizeof *result);
            result[3] = limit[NONE];
            continue;
        }
        int32_t own = of_block[i], other = of_block[last];
        result[0] = wording[last * WORDED + INNER_WORDING];
        result[1] = paths[other * (Py_ssize_t)PATH + INNER_NAMES];
        result[2] = log1(words[last]);
        result[3] = log1((float)(i - last));
        result[4] = (float)(other == own || parent[other] == parent[own]);
    }
}

/* Does each block end behind a character? */
static int end_somewhere(const int32_t *end, Py_ssize_t n, Py_ssize_t characters)
{
    for (Py_ssize_t i = 0; i < n; i++)
        if (end[i] < 1 || end[i] > characters)
            return unlike("a block that ends nowhere");
    return 1;
}

KERNEL(heading_columns)
{
    static const char kinds[] = "BBiIIiifffiif+f";
    static const struct size sizes[ARRAYS] = {
        [TAG] = {BLOCKS}, [TAGS] = {ALONE, 256}, [END] = {BLOCKS}, [POINT] = {CHARACTERS}, [COLONS] = {SIGNS},
        [PAGE] = {BLOCKS}, [FIRST] = {PAGES}, [WORDS] = {BLOCKS}, [WORDING] = {BLOCKS, WORDED},
        [PATHS] = {CONTAINERS, PATH}, [OF_BLOCK] = {BLOCKS}, [PARENT] = {CONTAINERS}, [LIMITS] = {ALONE, 2},
        [RESULT] = {BLOCKS, HEADINGS},
    };
    Py_buffer v[ARRAYS];
    Py_ssize_t n[MOST_NUMBERS];
    (void)self;
    if (open_arrays(args, given, kinds, v) < 0)
        return NULL;
    int fit = have_sizes(v, sizes, ARRAYS, n) && are_indices(v[PAGE].buf, n[BLOCKS], n[PAGES]) &&
              are_indices(v[OF_BLOCK].buf, n[BLOCKS], n[CONTAINERS]) &&
              end_somewhere(v[END].buf, n[BLOCKS], n[CHARACTERS]);
    if (fit)
        fill_headings(v, n[BLOCKS], n[SIGNS]);
    close_arrays(kinds, v);
    return fit ? Py_NewRef(Py_None) : NULL;
}
