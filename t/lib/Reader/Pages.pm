package Reader::Pages;

# Checks what the command line makes of a page against what is known of it.
#
# A truth is a JSON object beside the page:
#
#   title, byline, published, language, direction   metadata; absent: not asked
#   paragraphs  every paragraph, heading, list item and table cell of the
#               article, in order; in pieces where a view puts a mark of its
#               own (a note's number, the reading of a ruby)
#   present     more of the article, whose place differs between the views:
#               the head cells of a table
#   captions    with a figure in HTML and Markdown, never in running text
#   optional    may be there or not: a subtitle, a pull quote, a byline
#   absent      must be in no view: menus, related articles, comments, ...
#
# All texts are compared up to white space.  What the running text (JSON:
# textContent) has beyond the truth is a fault as well.

use strict;
use warnings;
use utf8;

use Encode qw(decode);
use Exporter qw(import);
use FindBin;
use JSON::PP;
use Test::More;

our @EXPORT_OK = qw(reader slurp truth check_article check_untouched
    check_golden not_yet FORMATS);

use constant FORMATS => qw(html text markdown json);
use constant NOT_ARTICLE => 3;    # exit status of the command line

my $ROOT = "$FindBin::Bin/..";
my $READER = $ENV{READER} // "$ROOT/build/reader";

my $INLINE = join '|', qw(a abbr b bdi bdo big cite code data del dfn em font i
    ins kbd mark q s samp small span strike strong sub sup time tt u var wbr);
my %ENTITY = (amp => '&', lt => '<', gt => '>', quot => '"', apos => "'",
    nbsp => "\xa0");

binmode Test::More->builder->$_, ':encoding(UTF-8)'
    for qw(output failure_output todo_output);


sub slurp {
    my ($file) = @_;

    open my $in, '<:raw', $file or die "$file: $!\n";
    local $/;
    return scalar <$in>;
}


sub truth {
    my ($file) = @_;

    return JSON::PP->new->utf8->decode(slurp($file));
}


# Returns the exit status and the bytes of the view; options may follow.
sub reader {
    my ($format, $url, $file, @options) = @_;

    -x $READER or die "$READER is missing: run ./build.sh first\n";
    open my $out, '-|', $READER, "--format=$format", '--url', $url, @options,
        $file or die "$READER: $!\n";
    binmode $out;
    my $bytes = do { local $/; <$out> } // '';
    close $out;
    return ($? & 127 ? "signal " . ($? & 127) : $? >> 8, $bytes);
}


# --- text of a view ---------------------------------------------------------


sub squash {
    my ($text) = @_;

    $text =~ s/\s+/ /g;
    $text =~ s/^ | $//g;
    return $text;
}


# The visible text of HTML that is well formed, as that of a view must be.
sub html_plain {
    my ($html) = @_;

    $html =~ s/<!--.*?-->//gs;
    $html =~ s{<(script|style|title)\b.*?</\1>}{ }gs;
    $html =~ s{</?(?:$INLINE)(?=[\s/>])[^>]*>}{}g;
    $html =~ s/<[^>]*>/ /g;
    $html =~ s/&(?:#(\d+)|#x([0-9a-f]+)|(\w+));/
        defined $1 ? chr $1 : defined $2 ? chr hex $2 : $ENTITY{$3} || "?"/gei;
    return squash($html);
}


# Text without its quote marks, link numbers and image notes.
sub text_plain {
    my ($text) = @_;

    $text =~ s/^(?:> ?)+//gm;
    $text =~ s/ ?\[\d+\]//g;
    $text =~ s/^\[[\w ]+: .*\]$//gm;
    return squash($text);
}


# The text of GitHub flavoured Markdown that holds no raw HTML.
sub markdown_plain {
    my ($markdown) = @_;
    my ($fence, @code, @lines);

    # Code goes to a list first: nothing in it is markup.
    for my $line (split /\n/, $markdown) {
        (my $bare = $line) =~ s/^\s*(?:> ?)+//;
        if (defined $fence) {
            if ($bare =~ /^\s*\Q$fence\E\s*$/) {
                undef $fence;
            } else {
                $code[-1] .= "$bare\n";
            }
            next;
        }
        if ($bare =~ /^\s*(?:(?:[-*+]|\d+[.)])\s+)*(`{3,}|~{3,})[^`]*$/) {
            $fence = $1;
            push @code, '';
            push @lines, "\x{fdd0}" . $#code . "\x{fdd1}";
            next;
        }
        next if $bare =~ /^\s*\|?(?:\s*:?-{2,}:?\s*\|)+/;    # of a table
        next if $bare =~ /^\s*(?:-{3,}|\*{3,})\s*$/;         # a rule
        $bare =~ s/^\s*(?:(?:[-*+]|\d+[.)])\s+)*//;
        $bare =~ s/^#{1,6}\s+//;
        $bare =~ s/^\[\^[^\]]+\]:\s*//;
        $bare =~ s/(?<!\\)\|/ /g if $bare =~ /^\|/;
        push @lines, $bare;
    }

    my $text = join "\n", @lines;
    my $plain = '';
    for ($text) {
        pos = 0;
        while (pos() < length) {
            if (/\G\\\n/gc) { $plain .= ' ' }
            elsif (/\G\\([!-\/:-@\[-`{-~])/gc) { $plain .= $1 }
            elsif (/\G(`+)(?!`)(.+?)(?<!`)\1(?!`)/gcs) {
                my $span = $2;
                $span =~ s/^ (.*[^ ].*) $/$1/s;
                $plain .= $span;
            }
            elsif (/\G!\[(?:\\.|[^\]\\])*\]\((?:<[^>]*>|[^()\s]*)\)/gcs) { }
            elsif (/\G\[\^[^\]]+\]/gc) { }
            elsif (/\G\]\((?:<[^>\n]*>|[^()\s]*)\)/gc) { }
            elsif (/\G\[/gc) { }
            elsif (/\G(?:\*+|~~)/gc) { }
            elsif (/\G(?:(?<!\w)_+|_+(?!\w))/gc) { }
            elsif (/\G\x{fdd0}(\d+)\x{fdd1}/gc) { $plain .= $code[$1] }
            elsif (/\G&(amp|lt|gt|quot|nbsp);/gc) { $plain .= $ENTITY{$1} }
            else { /\G(.)/gcs; $plain .= $1 }
        }
    }
    return squash($plain);
}


# The strings of a JSON view that show something of the article.
sub json_plain {
    my ($object) = @_;

    return squash(join ' ', $object->{textContent} // '',
        html_plain($object->{content} // ''), $object->{excerpt} // '',
        map { $_->{text} } @{ $object->{headings} || [] });
}


# --- checks -----------------------------------------------------------------


# Every paragraph must be there, after the one before it.
sub compare {
    my ($name, $text, $plain, @paragraphs) = @_;
    my ($at, @lost) = 0;

    for my $paragraph (@paragraphs) {
        my $wanted = squash($plain->($paragraph));
        my $found = index $text, $wanted, $at;
        if ($found < 0) {
            push @lost, index($text, $wanted) < 0 ? $paragraph
                : "(out of order) $paragraph";
            next;
        }
        $at = $found + length $wanted;
    }
    ok(!@lost, "$name: no paragraph is lost")
        or diag map { "    lost: " . substr($_, 0, 100) . "\n" } @lost;
}


sub none_of {
    my ($name, $text, @strings) = @_;
    my @found = grep { index($text, squash($_)) >= 0 } @strings;

    ok(!@found, "$name: nothing else is left")
        or diag map { "    left: " . substr($_, 0, 100) . "\n" } @found;
}


sub all_of {
    my ($name, $what, $text, @strings) = @_;
    my @lost = grep { index($text, squash($_)) < 0 } @strings;

    ok(!@lost, "$name: $what")
        or diag map { "    lost: " . substr($_, 0, 100) . "\n" } @lost;
}


# What is in the running text and in no part of the truth.
sub surplus {
    my ($text, $truth) = @_;
    my $at = 0;

    for my $paragraph (map { squash($_) } @{ $truth->{paragraphs} }) {
        my $found = index $text, $paragraph, $at;
        next if $found < 0;
        substr $text, $found, length $paragraph, "\x{fdd0}";
        $at = $found + 1;
    }
    for my $string (sort { length $b <=> length $a }
        map { squash($_) } @{ $truth->{present} || [] },
        @{ $truth->{optional} || [] })
    {
        $text =~ s/(?<!\w)\Q$string\E(?!\w)/\x{fdd0}/g
            or $text =~ s/\Q$string\E/\x{fdd0}/;
    }
    return grep { /[^\W_]/ } map { squash($_) } split /\x{fdd0}/, $text;
}


# Every view of an article page has all of it and nothing else.
sub check_article {
    my ($name, $url, $file, $truth) = @_;
    my @paragraphs = @{ $truth->{paragraphs} };
    my @absent = @{ $truth->{absent} };
    my @present = @{ $truth->{present} || [] };
    my @captions = @{ $truth->{captions} || [] };
    my %plain = (
        html => \&html_plain,
        text => \&text_plain,
        markdown => \&markdown_plain,
    );
    my %views;

    for my $format (FORMATS) {
        my ($status, $bytes) = reader($format, $url, $file);
        $views{$format} = $bytes;
        is($status, 0, "$name, $format: it is an article");
        next if $format eq 'json';

        my $view = decode('UTF-8', $bytes);
        $view =~ s/\A---\n.*?\n---\n//s if $format eq 'markdown';
        my $text = $plain{$format}->($view);
        compare("$name, $format", $text,
            $format eq 'text' ? \&text_plain : \&squash, @paragraphs);
        none_of("$name, $format", $text, @absent);
        all_of("$name, $format", 'head cells', $text, @present) if @present;
        all_of("$name, $format", 'captions', $text, @captions)
            if @captions && $format ne 'text';
        ok(index($text, squash($truth->{title})) >= 0,
            "$name, $format: it has the title");
    }

    my $json = eval { JSON::PP->new->utf8->decode($views{json}) };
    ok($json, "$name, json: it is JSON") or return \%views;
    check_metadata($name, $json, $truth);
    my $running = squash($json->{textContent} // '');
    compare("$name, running text", $running, \&squash, @paragraphs);
    none_of("$name, running text", $running, @captions) if @captions;
    none_of("$name, json", json_plain($json), @absent);
    my @surplus = surplus($running, $truth);
    ok(!@surplus, "$name, running text: every word is the article's")
        or diag map { "    more: " . substr($_, 0, 100) . "\n" } @surplus;
    return \%views;
}


sub check_metadata {
    my ($name, $json, $truth) = @_;
    my %key = (title => 'title', byline => 'byline');

    ok($json->{readerable}, "$name, json: readerable");
    for my $field (grep { exists $truth->{$_} } sort keys %key) {
        is($json->{ $key{$field} }, $truth->{$field}, "$name, json: $field");
    }
    # Case means nothing in a language tag (RFC 5646, section 2.1.1).
    is(lc($json->{lang} // ''), lc $truth->{language}, "$name, json: language")
        if exists $truth->{language};
    if (exists $truth->{published}) {
        my $published = $json->{published};
        # A truth that knows the day only is compared to the day.
        $published = substr $published, 0, 10
            if defined $published && ($truth->{published} // '') !~ /T/;
        is($published, $truth->{published}, "$name, json: published");
    }
    is($json->{dir} // 'ltr', $truth->{direction} // 'ltr',
        "$name, json: direction");
}


# A page that is no article: exit status 3 and no byte of output, but JSON.
sub check_untouched {
    my ($name, $url, $file) = @_;

    for my $format (grep { $_ ne 'json' } FORMATS) {
        my ($status, $bytes) = reader($format, $url, $file);
        is($status, NOT_ARTICLE, "$name, $format: it is no article");
        is(length $bytes, 0, "$name, $format: nothing is written");
    }
    my ($status, $bytes) = reader('json', $url, $file);
    is($status, 0, "$name, json: an object all the same");
    my $json = eval { JSON::PP->new->utf8->decode($bytes) };
    ok($json && defined $json->{readerable} && !$json->{readerable},
        "$name, json: not readerable");
}


# Runs the checks of a page; those of a page that is known not to come out
# right yet, as FILE says with the reason, are marked as to do.
sub not_yet {
    my ($file, $name, $checks) = @_;
    my ($why) = slurp($file) =~ /^\Q$name\E:\s*(.+)$/m;

    Test::More->builder->todo_start($why) if defined $why;
    my $result = $checks->();
    Test::More->builder->todo_end if defined $why;
    return $result;
}


# Compares the views with the files of that name, or writes these.
sub check_golden {
    my ($name, $base, $views, $update) = @_;
    my %suffix = (html => 'html', text => 'txt', markdown => 'md',
        json => 'json');

    for my $format (FORMATS) {
        my $file = "$base.$suffix{$format}";
        if ($update) {
            open my $out, '>:raw', $file or die "$file: $!\n";
            print $out $views->{$format};
            close $out or die "$file: $!\n";
        }
      SKIP: {
            skip "$file is missing: run with --update", 1 if !-e $file;
            ok(slurp($file) eq $views->{$format},
                "$name, $format: byte for byte as expected")
                or diag "    compare with $file; --update writes it anew";
        }
    }
}

1;
