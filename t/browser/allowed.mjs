// What a view may hold, whoever parses it: a page of its own (`page`), or a
// fragment of one, the `content` of JSON.  Elements and attributes that are
// not named here are faults.  Runs in Node and, as source text, in a browser:
// it uses nothing from outside the function.

export function faultsOf(nodes, page) {
    const HTML = 'http://www.w3.org/1999/xhtml';
    const MATHML = 'http://www.w3.org/1998/Math/MathML';
    const words = (text) => text.split(' ').filter(Boolean);
    const body = {
        a: 'href rel aria-label', abbr: 'title', dfn: 'title', bdo: 'dir',
        audio: 'src controls preload',
        video: 'src poster width height controls preload',
        source: 'src srcset type media', track: 'src kind srclang label',
        img: 'src srcset sizes alt width height loading',
        code: 'class', del: 'datetime', ins: 'datetime', time: 'datetime',
        div: 'class role aria-label tabindex', pre: 'tabindex',
        ol: 'start reversed type', li: 'value id', sup: 'id',
        h2: 'id', h3: 'id', h4: 'id', h5: 'id', h6: 'id',
        th: 'scope colspan rowspan align', td: 'colspan rowspan align',
    };
    const head = {
        html: '', head: '', title: '', body: '', header: '', main: 'id',
        article: 'id', footer: '', section: 'class aria-label', style: '',
        nav: 'class aria-label', meta: 'charset name property content',
        link: 'rel href hreflang type title media', script: 'type',
        p: 'class', a: 'href rel aria-label class',
    };
    const math = {
        math: 'display alttext', mo: 'stretchy fence separator form',
        mspace: 'width', mfrac: 'linethickness', munder: 'accentunder',
        mstyle: 'displaystyle scriptlevel', mover: 'accent',
        munderover: 'accent accentunder', mtd: 'columnspan rowspan',
    };
    const plainBody = new Set(words('h1 p br hr wbr kbd samp var b i em strong'
        + ' s u small sub mark q cite bdi ruby rt rp span blockquote ul dl dt'
        + ' dd figure figcaption table caption thead tbody tfoot tr details'
        + ' summary'));
    const plainMath = new Set(words('mi mn ms mtext mrow msqrt mroot merror'
        + ' mpadded mphantom msub msup msubsup mmultiscripts mprescripts none'
        + ' mtable mtr semantics'));
    const id = /^r-[a-z0-9-]+$/;
    const values = {
        id, lang: /^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,6}$/,
        dir: /^(ltr|rtl|auto)$/,
        class: /^(language-[A-Za-z0-9+#._-]{1,32}|t|k|m|i)$/,
        tabindex: /^0$/, srcset: /^((https?:\/\/|\/(?!\/))\S+ [0-9.]+[wx](, |$))+$/,
    };
    const media = /^(https?:\/\/[^\s"<>]+|\/(?!\/)[^\s"<>\\?#]*([?#][^\s"<>]*)?|data:image\/(png|gif|jpeg|webp|avif);base64,[A-Za-z0-9+\/=]+)$/;
    const link = /^(https?:\/\/[^\s"<>]+|\/(?!\/)[^\s"<>\\?#]*([?#][^\s"<>]*)?|mailto:[^\s"<>]+|tel:[^\s"<>]+|#r-[a-z0-9-]+)$/;
    const faults = new Set();
    const ids = new Set();
    const targets = [];

    for (const node of nodes) {
        const { name, space, attributes, depth } = node;
        let allowed;

        if (space === MATHML) {
            allowed = math[name] ?? (plainMath.has(name) ? '' : null);
        } else if (space === HTML) {
            allowed = [body[name], page ? head[name] : null,
                plainBody.has(name) ? '' : null];
            allowed = allowed.every((x) => x == null) ? null
                : allowed.filter((x) => x != null).join(' ');
        } else {
            allowed = null;
        }
        if (allowed === null) {
            faults.add(`element ${name}`);
            continue;
        }
        if (depth > 130) {
            faults.add('depth');
        }
        if (name === 'img' && !('alt' in attributes && 'src' in attributes)) {
            faults.add('img without alt or src');
        }
        if (name === 'script' && attributes.type !== 'application/ld+json') {
            faults.add('script');
        }

        for (const [key, value] of Object.entries(attributes)) {
            if (!['lang', 'dir', 'id', ...words(allowed)].includes(key)) {
                faults.add(`attribute ${name} ${key}`);
            } else if (values[key] && !(name === 'main' && key === 'id')
                       && !(value === '' && key !== 'srcset' && key !== 'id'
                            && page && name in head)
                       && !values[key].test(value)) {
                faults.add(`value ${name} ${key}=${value.slice(0, 40)}`);
            }
            if (key === 'id') {
                if (ids.has(value)) {
                    faults.add('id twice');
                }
                ids.add(value);
            }
            if ((key === 'src' || key === 'poster') && !media.test(value)) {
                faults.add(`address ${name} ${value.slice(0, 60)}`);
            }
            if (key === 'href' && name === 'a') {
                if (!link.test(value)) {
                    faults.add(`address a ${value.slice(0, 60)}`);
                } else if (value[0] === '#') {
                    targets.push(value.slice(1));
                }
            }
            if (key === 'href' && name === 'link'
                && !/^(https?:\/\/|data:,$)/.test(value)) {
                faults.add(`address link ${value.slice(0, 60)}`);
            }
        }
    }

    if (page) {
        for (const target of targets) {
            if (!ids.has(target)) {
                faults.add('link to nothing');
            }
        }
    }

    return [...faults];
}
