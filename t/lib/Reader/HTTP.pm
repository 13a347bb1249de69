package Reader::HTTP;

# HTTP in bytes, as tests need it: pages and answers for the upstream to send,
# and a client that says exactly what came back.

use strict;
use warnings;

use Exporter qw(import);
use File::Temp;
use IO::Select;
use IO::Socket::INET;
use Time::HiRes qw(time);

our @EXPORT_OK = qw(article no_article response chunked exchange
    same_text through);


# A page with an article of about $size bytes and what is around one.
sub article {
    my ($title, $size) = @_;

    my $text = '';
    for (my $n = 1; length $text < ($size // 4000); $n++) {
        $text .= "<p>In the $n. week of the survey, the crew measured the "
            . "river at $n of its bends, and wrote down the depth, the speed "
            . "and the colour of the water. Nobody had done so before, said "
            . "the head of the crew, and nobody knew what to expect.</p>\n";
    }
    return "<!DOCTYPE html><html lang=en><head><title>$title</title></head>"
        . '<body><nav><ul><li><a href="/">Home</a></li><li><a href="/b">More'
        . "</a></li></ul></nav><main><article><h1>$title</h1>\n$text"
        . '</article></main><script>var of_the_page = 1</script></body></html>';
}


# A page of $size bytes that nobody takes for an article.
sub no_article {
    my ($size) = @_;

    return '<html><title>Soon</title><p>Come back tomorrow.</p>'
        . "<!-- nothing -->\n" x ($size / 17);
}


# A whole answer of the upstream; headers may replace the type and the length.
sub response {
    my ($body, @headers) = @_;

    unshift @headers, 'Content-Type: text/html'
        unless grep /^Content-Type:/i, @headers;
    push @headers, 'Content-Length: ' . length $body
        unless grep /^(?:Content-Length|Transfer-Encoding|Connection):/i,
        @headers;
    return join "\r\n", 'HTTP/1.1 200 OK', @headers, '', $body;
}


sub chunked {
    return join '', map({ sprintf "%x\r\n%s\r\n", length, $_ } @_),
        "0\r\n\r\n";
}


# What a command makes of its input, such as `brotli -c`.
sub through {
    my ($command, $bytes) = @_;

    my $input = File::Temp->new;
    binmode $input;
    print $input $bytes;
    close $input;
    my $output = `$command < $input`;
    die "$command failed: see build.sh for the packages of tests\n" if $?;
    return $output;
}


# Are two bodies the same but for addresses, such as those of their pages?
sub same_text {
    my ($one, $other) = map { s{https?://[^\s"<>()]+}{}gr } @_;
    return $one eq $other;
}


# Sends bytes to a port, reads to the end of the connection, and takes the
# answer apart: status, head, body (without chunks), and cut if the last chunk
# is missing, late if the connection was still open after $seconds.
sub exchange {
    my ($port, $bytes, $seconds) = @_;

    my $socket = IO::Socket::INET->new("127.0.0.1:$port")
        or return { status => 0, head => '', body => '' };
    my $select = IO::Select->new($socket);
    my $end = time + $seconds;
    my $answer = '';
    my $read;

    print $socket $bytes;
    while ($select->can_read($end - time)) {
        $read = sysread($socket, $answer, 65536, length $answer) or last;
    }
    my ($head, $body) = split /\r\n\r\n/, $answer, 2;
    my $r = { head => $head // '', body => $body // '' };
    ($r->{status}) = $r->{head} =~ m{^HTTP/1\.\d (\d+)};
    $r->{late} = 1 if $read;
    dechunk($r) if $r->{head} =~ /^Transfer-Encoding: chunked/mi;
    return $r;
}


sub dechunk {
    my ($r) = @_;

    my $rest = $r->{body};
    $r->{body} = '';
    $r->{cut} = 1;
    while ($rest =~ s/^([0-9a-f]+)\r\n//i) {
        my $length = hex $1;
        return delete $r->{cut} if $length == 0;
        $r->{body} .= substr $rest, 0, $length, '';
        $rest =~ s/^\r\n//;
    }
}


1;
