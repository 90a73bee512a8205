#!/usr/bin/perl
# Fills the dates into the sample mails and lays them down as a Maildir.
# usage: load_samples.pl MONDAY SAMPLES MAILDIR
#   MONDAY   the Monday of week 0 at midnight, in seconds since 1970
#   In the mails {w-3 tue 15:20} becomes a Date, {w-3 thu|%A, %-d %B} a day in words (strftime).
use strict;
use warnings;
use POSIX qw(strftime mktime setlocale LC_ALL);
setlocale(LC_ALL, 'C');

my ($monday, $samples, $maildir) = @ARGV;
my %weekday = (mon => 0, tue => 1, wed => 2, thu => 3, fri => 4, sat => 5, sun => 6);
my $count = 0;

# Seconds of "w-3 tue 15:20", local time.
sub moment {
    my ($week, $day, $hour, $minute) = @_;
    my @t = localtime $monday;
    return mktime(0, $minute, $hour, $t[3] + 7 * $week + $weekday{$day}, $t[4], $t[5], 0, 0, -1);
}

sub fill {
    my ($text) = @_;
    $text =~ s/\{w(-?\d+) (\w{3}) (\d+):(\d+)\}/strftime('%a, %d %b %Y %H:%M:%S %z', localtime moment($1, $2, $3, $4))/ge;
    $text =~ s/\{w(-?\d+) (\w{3})\|([^}]+)\}/my $f = $3; strftime($f, localtime moment($1, $2, 12, 0))/ge;
    return $text;
}

# What arrives is new; what was sent is seen. The file's time is the INTERNALDATE.
my %place = (INBOX => "$maildir/new", Sent => "$maildir/.Sent/cur");
for my $mailbox (qw(INBOX Sent)) {
    my $base = $mailbox eq 'Sent' ? "$maildir/.Sent" : $maildir;
    for my $dir ($base, map { "$base/$_" } qw(cur new tmp)) { -d $dir or mkdir $dir or die "$dir: $!\n"; }
    my @mails;
    for my $file (glob "$samples/$mailbox/*.eml") {
        open my $in, '<', $file or die "$file: $!\n";
        my $text = do { local $/; <$in> };
        my ($when) = $text =~ /^Date: \{w(-?\d+ \w{3} \d+:\d+)\}$/m or die "$file: no Date to fill in\n";
        push @mails, [moment(split /[ :]/, $when), $text];
    }
    for my $mail (sort { $a->[0] <=> $b->[0] } @mails) {
        my $name = sprintf '%s/%d.%03d.sample%s', $place{$mailbox}, $mail->[0], ++$count, $mailbox eq 'Sent' ? ':2,S' : '';
        open my $out, '>', $name or die "$name: $!\n";
        print $out fill($mail->[1]);
        close $out or die "$name: $!\n";
        utime $mail->[0], $mail->[0], $name;
    }
}
print "$count mails\n";
