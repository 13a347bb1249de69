#include "view_style.h"

/*
 * No colour at all: system colours give light, dark and forced colours.
 * Logical properties: right-to-left needs no second sheet.  The measure is
 * 38em, about 68 characters (SIZES in markup.c follows it).
 */
#define STYLE                                                                 \
    ":root{color-scheme:light dark;-webkit-text-size-adjust:100%}"            \
    "body{max-width:38em;margin:0 auto;padding:1em 5%;"                       \
    "font:1.125em/1.6 Georgia,Noto Serif,serif;"                          \
    "overflow-wrap:break-word}"                                               \
    ":lang(ja),:lang(ko),:lang(zh),:lang(th),:lang(hi),:lang(ar),"            \
    ":lang(fa),:lang(ur){font-family:system-ui,sans-serif;line-height:1.8}"   \
    "h1,h2,h3,h4,h5,h6{line-height:1.25;margin:1.6em 0 .5em;"                 \
    "text-wrap:balance}"                                                      \
    "h1{font-size:1.7em;margin:.3em 0}h2{font-size:1.35em}"                   \
    "h3{font-size:1.15em}h4,h5,h6{font-size:1em}"                             \
    ".i{display:inline-grid;border:1px dashed}"                               \
    ".i>*{grid-area:1/1;place-self:center}"                                   \
    "header,footer,nav,.k,.m{font:.85em/1.5 system-ui,sans-serif}"            \
    ".k:not(:focus){position:absolute;inset-inline-start:-99em}"              \
    "footer{margin-top:3em;border-top:1px solid}"                             \
    "img,video{max-width:100%;height:auto}audio{width:100%}"                  \
    "figure{margin:1.5em 0}figcaption,small{font-size:.85em}"                 \
    "blockquote{margin:1em 0;padding-inline-start:1em;"                       \
    "border-inline-start:3px solid}"                                          \
    "ul,ol{padding-inline-start:1.5em}dd{margin-inline-start:1.5em}"          \
    "pre{overflow:auto;border:1px solid;padding:.7em;line-height:1.4;"        \
    "tab-size:4}"                                                             \
    "pre,code,kbd,samp{font-family:ui-monospace,monospace;font-size:.9em;"    \
    "direction:ltr}pre code{font-size:1em}"                                   \
    ".t,:has(>math){overflow:auto}"                                           \
    "table{border-collapse:collapse;font-size:.9em}"                          \
    "th,td{border:1px solid;padding:.3em .6em;vertical-align:top}"            \
    "caption,ul,ol,th:not([align]){text-align:start}"                         \
    ":target{outline:2px solid;outline-offset:2px}"                          \
    "@media print{body{max-width:none;font-size:11pt}nav,.k{display:none}"    \
    "article a[href^=http]::after{content:\" (\"attr(href)\")\";"             \
    "font-size:.8em}h2,h3{break-after:avoid}"                                 \
    "pre{white-space:pre-wrap}figure,pre,tr{break-inside:avoid}}"

const reader_string_t reader_view_style = { STYLE, sizeof(STYLE) - 1 };
