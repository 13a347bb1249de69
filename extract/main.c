/* The command line: reader [options] FILE... */

#include "reader.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define INPUT_MAX ((size_t) 16 << 20)
#define MEMORY_MAX ((size_t) 1 << 30)
#define CPU_MS_MAX 30000

enum {
    EXIT_OK = 0,
    EXIT_FAILED = 1, /* a file that cannot be read, a fault of ours */
    EXIT_USAGE = 2
};

static const int exit_codes[] = {
    [READER_OK] = EXIT_OK,      [READER_NOT_ARTICLE] = 3,
    [READER_CLEAN] = EXIT_OK,   [READER_TOO_LARGE] = 4,     [READER_TOO_DEEP] = 5,
    [READER_TIMEOUT] = 6,       [READER_MEMORY] = 7,
    [READER_CHARSET] = 8,       [READER_CANCELLED] = EXIT_FAILED,
    [READER_ERROR] = EXIT_FAILED,
};

static const char help[] =
    "Usage: reader [OPTION]... FILE...\n"
    "Finds the main content of HTML pages and writes it anew.\n"
    "A FILE of - is standard input; several files give one result each.\n"
    "\n"
    "  --format=FORMAT   html (default), text, markdown, json\n"
    "  --url=URL         the page's address: links are resolved against it\n"
    "  --charset=NAME    the charset of its Content-Type header\n"
    "  --min-length=N    characters under which it is no article (250)\n"
    "  --min-score=N     page score, 0 to 100, under which it is none (50)\n"
    "  --timeout=MS      CPU time for one page (30000)\n"
    "  --images=POLICY   on, lazy (default), placeholder, off\n"
    "  --wrap=COLUMNS    lines of the text view, 20 to 1000, or off (default)\n"
    "  --template=FILE   another page around the HTML view\n"
    "  --explain         say on standard output what was kept, and why\n"
    "  --numbers         signals and scores, as extract/model/train.py reads\n"
    "                    them\n"
    "  --declutter       the page itself, byte for byte, with its clutter cut\n"
    "                    out; all of it if there is none\n"
    "  --strip=SELECTOR  what this selects is never main content\n"
    "  --keep=SELECTOR   what this selects always is; both may be repeated\n"
    "  --model=FILE      another model than the one built in\n"
    "  --help, --version\n"
    "\n"
    "Exit status: 0 converted; 3 not an article; 4 larger than 16 MB;\n"
    "5 too many or too deep tags; 6 out of time; 7 out of memory;\n"
    "8 a charset that must not be decoded; 1 other failures; 2 usage.\n"
    "With --format=json it is 0 whenever an object was written, article or\n"
    "not.  Of several files the highest status counts.\n";

typedef struct {
    reader_string_t items[READER_RULES_MAX];
    size_t count;
} rule_list_t;

typedef struct {
    rule_list_t strip, keep;
    reader_options_t options;
    reader_limits_t limits;
    reader_page_t page;
} settings_t;

/* Names of files that options are read from. */
typedef struct {
    const char *model, *template;
} files_t;

static const char *const formats[] = {
    [READER_HTML] = "html",
    [READER_TEXT] = "text",
    [READER_MARKDOWN] = "markdown",
    [READER_JSON] = "json",
};


static const char *const images[] = {
    [READER_IMAGES_LAZY] = "lazy",
    [READER_IMAGES_ON] = "on",
    [READER_IMAGES_PLACEHOLDER] = "placeholder",
    [READER_IMAGES_OFF] = "off",
};


static int
usage(const char *message, const char *value)
{
    fprintf(stderr, "reader: %s%s\nTry 'reader --help'.\n", message, value);

    return EXIT_USAGE;
}


/* fwrite() must not be given NULL, not even for no bytes. */
static void
put(reader_string_t text)
{
    if (text.length != 0) {
        fwrite(text.data, 1, text.length, stdout);
    }
}


/* Reads up to limit + 1 bytes; false, with errno set, if that fails. */
static bool
read_file(const char *name, size_t limit, char **data, size_t *length)
{
    bool standard = strcmp(name, "-") == 0;
    FILE *file = standard ? stdin : fopen(name, "rb");
    size_t capacity = 1 << 16;
    bool good = false;

    *data = NULL;
    *length = 0;

    if (file == NULL) {
        return false;
    }

    for (;;) {
        char *larger = realloc(*data, capacity);

        if (larger == NULL) {
            break;
        }

        *data = larger;
        *length += fread(*data + *length, 1, capacity - *length, file);

        if (*length < capacity) {
            good = !ferror(file);
            break;
        }

        if (*length > limit) {
            good = true;
            break;
        }

        capacity *= 2;
    }

    if (!standard) {
        fclose(file);
    }

    return good;
}


static int
convert(const reader_profile_t *profile, const settings_t *settings,
        const char *name)
{
    reader_page_t page = settings->page;
    reader_view_t view;
    reader_result_t result;
    char *data;
    size_t length;
    int status;

    if (!read_file(name, INPUT_MAX, &data, &length)) {
        fprintf(stderr, "reader: %s: %s\n", name, strerror(errno));
        free(data);
        return EXIT_FAILED;
    }

    page.html = (reader_string_t) { data, length };
    result = reader_convert(profile, &page, &settings->limits, &view);
    status = exit_codes[result];

    if (settings->options.explain != READER_EXPLAIN_NOTHING) {
        status = result == READER_NOT_ARTICLE ? EXIT_OK : status;
        put(view.explanation);

    } else {
        if (result == READER_CLEAN) {
            view.bytes = page.html;
        }

        put(view.bytes);

        if (page.format == READER_JSON && view.bytes.length != 0) {
            status = EXIT_OK;
        }
    }

    if (status != EXIT_OK) {
        fprintf(stderr, "reader: %s: %s\n", name, reader_result_name(result));
    }

    reader_view_free(&view);
    free(data);

    return status;
}


static bool
parse_format(const char *name, reader_format_t *format)
{
    for (size_t i = 0; i < sizeof(formats) / sizeof(*formats); i++) {
        if (strcmp(name, formats[i]) == 0) {
            *format = (reader_format_t) i;
            return true;
        }
    }

    return false;
}


static bool
parse_images(const char *name, reader_images_t *policy)
{
    for (size_t i = 0; i < sizeof(images) / sizeof(*images); i++) {
        if (strcmp(name, images[i]) == 0) {
            *policy = (reader_images_t) i;
            return true;
        }
    }

    return false;
}


static bool
parse_number(const char *text, unsigned max, unsigned *number)
{
    char *end;
    unsigned long value;

    errno = 0;
    value = strtoul(text, &end, 10);

    if (errno != 0 || end == text || *end != '\0' || *text == '-'
        || value > max) {
        return false;
    }

    *number = (unsigned) value;

    return true;
}


static bool
add_rule(rule_list_t *list, const char *text, reader_error_t *error)
{
    reader_string_t selector = { text, strlen(text) };
    reader_error_t why;

    if (list->count == READER_RULES_MAX) {
        snprintf(error->text, sizeof(error->text), "more than %d of them",
                 READER_RULES_MAX);
        return false;
    }

    if (!reader_selector_check(selector, &why)) {
        snprintf(error->text, sizeof(error->text), "\"%.80s\": %.150s", text,
                 why.text);
        return false;
    }

    list->items[list->count++] = selector;

    return true;
}


/* EXIT_OK, or EXIT_USAGE; *done if there is nothing left to do. */
static int
parse_options(int argc, char **argv, settings_t *settings,
              files_t *files, bool *done)
{
    static const struct option options[] = {
        { "format", required_argument, NULL, 'f' },
        { "url", required_argument, NULL, 'u' },
        { "charset", required_argument, NULL, 'c' },
        { "min-length", required_argument, NULL, 'l' },
        { "min-score", required_argument, NULL, 's' },
        { "timeout", required_argument, NULL, 't' },
        { "explain", no_argument, NULL, 'e' },
        { "numbers", no_argument, NULL, 'n' },
        { "declutter", no_argument, NULL, 'd' },
        { "strip", required_argument, NULL, 'S' },
        { "keep", required_argument, NULL, 'K' },
        { "model", required_argument, NULL, 'm' },
        { "images", required_argument, NULL, 'i' },
        { "wrap", required_argument, NULL, 'w' },
        { "template", required_argument, NULL, 'p' },
        { "help", no_argument, NULL, 'h' },
        { "version", no_argument, NULL, 'v' },
        { NULL, 0, NULL, 0 },
    };
    reader_error_t error;
    int option;

    while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) {
        switch (option) {

        case 'f':
            if (!parse_format(optarg, &settings->page.format)) {
                return usage("--format is html, text, markdown or json, not ",
                             optarg);
            }
            break;

        case 'u':
            settings->page.url = (reader_string_t) { optarg, strlen(optarg) };
            break;

        case 'c':
            settings->page.charset =
                (reader_string_t) { optarg, strlen(optarg) };
            break;

        case 'l':
            if (!parse_number(optarg, 1000000,
                              &settings->options.min_length)) {
                return usage("--min-length is 0 to 1000000, not ", optarg);
            }
            break;

        case 's':
            if (!parse_number(optarg, 100, &settings->options.min_score)) {
                return usage("--min-score is 0 to 100, not ", optarg);
            }
            break;

        case 't':
            if (!parse_number(optarg, 3600000, &settings->limits.cpu_ms)) {
                return usage("--timeout is 0 to 3600000, not ", optarg);
            }
            break;

        case 'd':
            settings->page.format = READER_DECLUTTER;
            break;

        case 'S':
            if (!add_rule(&settings->strip, optarg, &error)) {
                return usage("--strip: ", error.text);
            }
            break;

        case 'K':
            if (!add_rule(&settings->keep, optarg, &error)) {
                return usage("--keep: ", error.text);
            }
            break;

        case 'e':
            settings->options.explain = READER_EXPLAIN_TEXT;
            break;

        case 'n':
            settings->options.explain = READER_EXPLAIN_NUMBERS;
            break;

        case 'm':
            files->model = optarg;
            break;

        case 'i':
            if (!parse_images(optarg, &settings->options.images)) {
                return usage("--images is on, lazy, placeholder or off, not ",
                             optarg);
            }
            break;

        case 'w':
            settings->options.wrap = 0;

            if (strcmp(optarg, "off") != 0
                && (!parse_number(optarg, READER_WRAP_MAX,
                                  &settings->options.wrap)
                    || settings->options.wrap < READER_WRAP_MIN)) {
                return usage("--wrap is 20 to 1000 or off, not ", optarg);
            }
            break;

        case 'p':
            files->template = optarg;
            break;

        case 'h':
            fputs(help, stdout);
            *done = true;
            return EXIT_OK;

        case 'v':
            puts("reader " READER_VERSION);
            *done = true;
            return EXIT_OK;

        default: /* getopt has said what is wrong */
            return usage("unknown or incomplete option", "");
        }
    }

    return optind == argc ? usage("no FILE given", "") : EXIT_OK;
}


/* The file that an option names, if there is one; *data is to be freed. */
static bool
read_option(const char *name, char **data, reader_string_t *text)
{
    if (name == NULL) {
        return true;
    }

    if (!read_file(name, INPUT_MAX, data, &text->length)) {
        fprintf(stderr, "reader: %s: %s\n", name, strerror(errno));
        free(*data);
        *data = NULL;
        return false;
    }

    text->data = *data;

    return true;
}


int
main(int argc, char **argv)
{
    settings_t settings = {
        .options = READER_OPTIONS_DEFAULT,
        .limits = { INPUT_MAX, MEMORY_MAX, CPU_MS_MAX, NULL, NULL },
        .page = { .format = READER_HTML },
    };
    files_t files = { NULL, NULL };
    char *model = NULL, *template = NULL;
    reader_profile_t *profile;
    reader_error_t error;
    bool done = false;
    int status = parse_options(argc, argv, &settings, &files, &done);

    if (status != EXIT_OK || done) {
        return status;
    }

    if (!read_option(files.model, &model, &settings.options.model)
        || !read_option(files.template, &template,
                        &settings.options.template)) {
        free(model);
        return EXIT_FAILED;
    }

    if (template != NULL
        && !reader_template_check(settings.options.template, &error)) {
        fprintf(stderr, "reader: %s: %s\n", files.template, error.text);
        free(model);
        free(template);
        return EXIT_FAILED;
    }

    settings.options.strip = settings.strip.items;
    settings.options.strip_count = settings.strip.count;
    settings.options.keep = settings.keep.items;
    settings.options.keep_count = settings.keep.count;

    profile = reader_profile_new(&settings.options, &error);
    free(model);
    free(template);

    if (profile == NULL) {
        fprintf(stderr, "reader: %s\n", error.text);
        return EXIT_FAILED;
    }

    for (int i = optind; i < argc; i++) {
        int one = convert(profile, &settings, argv[i]);

        if (one > status) {
            status = one;
        }
    }

    reader_profile_free(profile);

    return status;
}
