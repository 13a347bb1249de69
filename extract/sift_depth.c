#include "sift_depth.h"

#include <string.h>


static void
drop(reader_depth_t *depth, unsigned at)
{
    depth->count--;
    depth->formatting--;
    memmove(depth->list + at, depth->list + at + 1,
            (depth->count - at) * sizeof(*depth->list));
}


/* Drops the last one of this name behind the last marker. */
static void
drop_named(reader_depth_t *depth, GumboTag tag)
{
    for (unsigned i = depth->count; i-- != 0 && !depth->list[i].marker;) {
        if (depth->list[i].tag == tag) {
            drop(depth, i);
            return;
        }
    }
}


static bool
add_formatting(reader_depth_t *depth, GumboTag tag, uint32_t set)
{
    unsigned equal = 0, first = 0;

    if (tag == GUMBO_TAG_A || tag == GUMBO_TAG_NOBR) {
        drop_named(depth, tag); /* the open one is closed */
    }

    for (unsigned i = depth->count; i-- != 0 && !depth->list[i].marker;) {
        if (depth->list[i].tag == tag && depth->list[i].set == set) {
            equal++;
            first = i;
        }
    }

    if (equal == READER_EQUAL_MAX) {
        drop(depth, first);
    }

    if (depth->formatting == READER_FORMATTING_MAX) {
        return false;
    }

    depth->list[depth->count++] =
        (reader_formatting_t) { (uint16_t) tag, false, set };
    depth->formatting++;

    return true;
}


static reader_formatting_t *
last_marker(reader_depth_t *depth)
{
    for (unsigned i = depth->count; i-- != 0;) {
        if (depth->list[i].marker) {
            return &depth->list[i];
        }
    }

    return NULL;
}


static void
clear(reader_depth_t *depth, const reader_formatting_t *marker)
{
    unsigned at = (unsigned) (marker - depth->list);

    depth->formatting -= depth->count - at - 1;
    depth->count = at;
}


static bool
is_cell(unsigned tag)
{
    return tag == GUMBO_TAG_TD || tag == GUMBO_TAG_TH
           || tag == GUMBO_TAG_CAPTION;
}


/* The table around it closes its open cell or caption. */
static void
close_cell(reader_depth_t *depth)
{
    reader_formatting_t *marker = last_marker(depth);

    if (marker != NULL && is_cell(marker->tag)
        && marker->set == depth->open[GUMBO_TAG_TABLE]) {
        clear(depth, marker);
    }
}


static void
add_marker(reader_depth_t *depth, GumboTag tag)
{
    unsigned tables = depth->open[GUMBO_TAG_TABLE];

    if (is_cell(tag)) {
        if (tables == 0) {
            return; /* ignored outside a table */
        }

        close_cell(depth);
    }

    if (depth->count - depth->formatting == READER_MARKERS_MAX) {
        depth->lost++;
        return;
    }

    depth->list[depth->count++] =
        (reader_formatting_t) { (uint16_t) tag, true, tables };
}


static void
close_marker(reader_depth_t *depth, GumboTag tag)
{
    reader_formatting_t *marker;

    if (depth->lost != 0) {
        depth->lost--;
        return;
    }

    if (is_cell(tag)) {
        close_cell(depth);
        return;
    }

    marker = last_marker(depth);

    if (marker != NULL && marker->tag == tag) {
        clear(depth, marker);
    }
}


bool
reader_depth_open(reader_depth_t *depth, GumboTag tag, uint32_t set)
{
    unsigned class = reader_classes[tag];

    if ((class & READER_CLASS_FORMATTING) && !add_formatting(depth, tag, set)) {
        return false;
    }

    if (class & READER_CLASS_MARKER) {
        add_marker(depth, tag);
    }

    if (class & READER_CLASS_FLAT) {
        return true;
    }

    depth->open[tag]++;
    depth->depth++;

    return depth->depth <= READER_OPEN_DEPTH_MAX;
}


void
reader_depth_close(reader_depth_t *depth, GumboTag tag)
{
    unsigned class = reader_classes[tag];

    if (class & READER_CLASS_FORMATTING) {
        drop_named(depth, tag);
    }

    if (class & READER_CLASS_MARKER) {
        close_marker(depth, tag);
    }

    if (tag == GUMBO_TAG_TABLE) {
        close_cell(depth);
    }

    if (depth->open[tag] != 0) {
        depth->open[tag]--;
        depth->depth--;
    }
}
