#include "view_page.h"

#include "ascii.h"

#include <string.h>

#define TINY 2

/* A player's state may stand in its address, in kilobytes of base64. */
#define FRAGMENT_MAX 64

/* The host itself or a host below it. */
static const char *const video_hosts[] = {
    "youtube.com",     "youtube-nocookie.com",
    "youtu.be",        "vimeo.com",
    "dailymotion.com", "twitch.tv",
    "bilibili.com",    "rutube.ru",
    "ok.ru",           "wistia.com",
    "wistia.net",      "brightcove.net",
    "jwplayer.com",    "jwplatform.com",
    "kaltura.com",     "streamable.com",
    "ted.com",         "vk.com",
    "tiktok.com",      "qq.com",
    "youku.com",       "bbc.co.uk",
    "cnn.com",         "loom.com",
};

/* Frames that are no part of what anyone reads. */
static const char *const ignored_hosts[] = {
    "doubleclick.net",      "googlesyndication.com", "googletagmanager.com",
    "google-analytics.com", "amazon-adsystem.com",   "adnxs.com",
    "criteo.com",           "taboola.com",           "outbrain.com",
    "addthis.com",          "sharethis.com",         "disqus.com",
    "recaptcha.net",        "hsforms.com",           "list-manage.com",
    "platform.twitter.com",
};

static const char *const sources[] = { "src", "data-src", "data-lazy-src",
                                       "data-lazyload", "data" };


static bool
is_host(reader_string_t host, const char *const *hosts, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        size_t length = strlen(hosts[i]);

        if (host.length >= length
            && memcmp(host.data + host.length - length, hosts[i], length) == 0
            && (host.length == length
                || host.data[host.length - length - 1] == '.')) {
            return true;
        }
    }

    return false;
}


static bool
find_url(const reader_view_page_t *page, reader_node_id_t node,
         reader_url_t *url)
{
    reader_string_t value;

    for (size_t i = 0; i < sizeof(sources) / sizeof(sources[0]); i++) {
        if (!reader_tree_attribute(page->tree, node, sources[i], &value)
            || reader_ascii_trim(value).length == 0) {
            continue;
        }

        value = reader_url_resolve(page->arena, &page->document->metadata->base,
                                   value, READER_URL_MEDIA, false);

        if (value.length != 0 && reader_url_parse(page->arena, value, url)) {
            return true;
        }
    }

    return false;
}


static void
cut_fragment(const reader_view_page_t *page, reader_url_t *url)
{
    const char *hash = memchr(url->href.data, '#', url->href.length);
    reader_string_t href = url->href;

    if (hash != NULL
        && (size_t) (href.data + href.length - hash) > FRAGMENT_MAX) {
        href.length = (size_t) (hash - href.data);
        reader_url_parse(page->arena, href, url);
    }
}


static bool
has_prefix(reader_string_t text, const char *prefix)
{
    return text.length > strlen(prefix) && reader_ascii_starts(text, prefix);
}


/* The page of a video whose player is embedded: it can be linked to. */
static void
leave_player(const reader_view_page_t *page, reader_url_t *url)
{
    static const struct {
        const char *host, *path, *to;
    } players[] = {
        { "www.youtube.com", "/embed/", "https://www.youtube.com/watch?v=" },
        { "youtube.com", "/embed/", "https://www.youtube.com/watch?v=" },
        { "www.youtube-nocookie.com", "/embed/",
          "https://www.youtube.com/watch?v=" },
        { "player.vimeo.com", "/video/", "https://vimeo.com/" },
        { "www.dailymotion.com", "/embed/video/",
          "https://www.dailymotion.com/video/" },
    };
    reader_buffer_t out;

    for (size_t i = 0; i < sizeof(players) / sizeof(players[0]); i++) {
        size_t prefix = strlen(players[i].path), length = 0;
        reader_string_t id;

        if (!reader_ascii_is(url->host, players[i].host)
            || !has_prefix(url->path, players[i].path)) {
            continue;
        }

        id = (reader_string_t){ url->path.data + prefix,
                                url->path.length - prefix };

        while (length < id.length
               && (reader_ascii_letter(id.data[length])
                   || reader_ascii_digit(id.data[length])
                   || id.data[length] == '-' || id.data[length] == '_')) {
            length++;
        }

        if (length == 0
            || reader_ascii_is((reader_string_t){ id.data, length },
                               "videoseries")) {
            return;
        }

        reader_buffer_init(&out, page->arena, 64);
        reader_buffer_text(&out, players[i].to);
        reader_buffer_add(&out, id.data, length);
        reader_url_parse(page->arena, reader_buffer_value(&out), url);
        return;
    }
}


/* audio and video: their own src, or the first source that can be */
static bool
find_media(const reader_view_page_t *page, reader_node_id_t node,
           reader_url_t *url)
{
    const reader_node_t *nodes = page->tree->nodes;

    if (find_url(page, node, url)) {
        return true;
    }

    for (reader_node_id_t i = node + 1; i < nodes[node].end; i++) {
        if (nodes[i].tag == GUMBO_TAG_SOURCE && find_url(page, i, url)) {
            return true;
        }
    }

    return false;
}


static bool
is_tiny(const reader_view_page_t *page, reader_node_id_t node, const char *name)
{
    reader_string_t value;

    if (!reader_tree_attribute(page->tree, node, name, &value)) {
        return false;
    }

    value = reader_ascii_trim(value);

    return value.length == 1 && value.data[0] >= '0'
           && value.data[0] <= '0' + TINY;
}


reader_attributes_t *
reader_view_media(const reader_view_page_t *page, reader_node_id_t node,
                  reader_element_t element)
{
    reader_attributes_t *attributes;
    reader_url_t url;
    reader_string_t poster;
    bool media = element == READER_EL_AUDIO || element == READER_EL_VIDEO;

    if (media ? !find_media(page, node, &url) : !find_url(page, node, &url)) {
        return NULL;
    }

    if (is_tiny(page, node, "width") || is_tiny(page, node, "height")
        || is_host(url.host, ignored_hosts,
                   sizeof(ignored_hosts) / sizeof(char *))) {
        return NULL;
    }

    attributes = reader_arena_array(page->arena, 1, sizeof(*attributes));
    attributes->title = reader_view_label(page, node, "title");

    if (attributes->title.length == 0) {
        attributes->title = reader_view_label(page, node, "aria-label");
    }

    if (media) {
        attributes->src = url.href;
        attributes->alt = attributes->title;
        attributes->host = url.host;
        attributes->width = reader_view_size(page, node, READER_NAME_WIDTH);
        attributes->height = reader_view_size(page, node, READER_NAME_HEIGHT);

        if (reader_tree_attribute(page->tree, node, "poster", &poster)
            && poster.length != 0) {
            attributes->poster =
                reader_url_resolve(page->arena, &page->document->metadata->base,
                                   poster, READER_URL_MEDIA, false);
        }

        return attributes;
    }

    attributes->video =
        is_host(url.host, video_hosts, sizeof(video_hosts) / sizeof(char *));
    leave_player(page, &url);
    cut_fragment(page, &url);
    attributes->href = url.href;
    attributes->host = url.host;

    return attributes;
}
