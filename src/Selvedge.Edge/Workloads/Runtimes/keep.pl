# Keeps one program: starts it in a session of its own, writes its lines with their time into a log of bounded size,
# and its exit code into a file. So both outlive the process that started it.
#
#   perl keep.pl FOLDER LOG_BYTES WORKING_DIRECTORY PROGRAM ARGUMENT...
#
# Ends with 0 as soon as the program runs, and leaves a process behind that waits for it; else tells why not.
# FOLDER gets:
#   state  keeper's pid, its start time, program's pid, its start time (both in clock ticks, as /proc/PID/stat has it)
#   exit   exit code (128 and the signal's number where one ended it), seconds since 1970
#   log    a line each: time, "stdout" or "stderr", text; log.1 is the one before it
use strict;
use warnings;
use POSIX ();

my $precise = eval { require Time::HiRes; 1 };
my ($folder, $log_bytes, $directory, @command) = @ARGV;
# The longest line that is kept in one piece: what Kubernetes' runtimes do.
my $line_bytes = 16384;

sub now { return $precise ? Time::HiRes::time() : time() }

sub start_time {
    my ($pid) = @_;
    open(my $stat, '<', "/proc/$pid/stat") or return 0;
    local $/;
    my $text = <$stat>;
    # The program's name, in parentheses, may hold anything.
    return (split / /, substr($text, rindex($text, ')') + 2))[19];
}

sub put {
    my ($name, $text) = @_;
    open(my $file, '>', "$folder/$name.new") or return;
    print $file $text;
    close $file;
    rename "$folder/$name.new", "$folder/$name";
}

pipe(my $told, my $tell) or die "There is no pipe: $!\n";
my $keeper = fork() // die "There is no new process: $!\n";
if ($keeper) {
    close $tell;
    local $/;
    my $problem = <$told>;
    if (defined $problem && length $problem) {
        waitpid $keeper, 0;
        print STDERR $problem;
        exit 1;
    }
    exit 0;
}

close $told;
POSIX::setsid();
$SIG{$_} = 'IGNORE' for qw(HUP INT TERM PIPE);
pipe(my $out, my $out_end) or die;
pipe(my $err, my $err_end) or die;
pipe(my $gate, my $gate_end) or die;
my $program = fork() // die;
if (!$program) {
    setpgrp(0, 0);
    $SIG{$_} = 'DEFAULT' for qw(HUP INT TERM PIPE);
    POSIX::dup2(fileno($out_end), 1);
    POSIX::dup2(fileno($err_end), 2);
    open(STDIN, '<', '/dev/null');
    close $gate_end;
    readline($gate);
    no warnings 'exec';
    if (!chdir $directory) {
        print $tell "The working directory cannot be entered: $!";
    }
    elsif (!exec { $command[0] } @command) {
        print $tell "$command[0] does not start: $!";
    }
    close $tell;
    POSIX::_exit(127);
}

put('state', join(' ', $$, start_time($$), $program, start_time($program)) . "\n");
close $_ for ($tell, $out_end, $err_end, $gate, $gate_end);
open(STDIN, '<', '/dev/null');
open(STDOUT, '>', '/dev/null');
open(STDERR, '>', '/dev/null');

open(my $log, '>>', "$folder/log");
my $written = -s "$folder/log" // 0;

sub write_line {
    my ($stream, $text) = @_;
    my $at = now();
    my ($second, $minute, $hour, $day, $month, $year) = gmtime $at;
    my $line = sprintf "%04d-%02d-%02dT%02d:%02d:%02d.%06dZ %s %s\n", $year + 1900, $month + 1, $day, $hour, $minute,
        $second, ($at - int $at) * 1e6, $stream, $text;
    if ($written + length($line) > $log_bytes && $written > 0) {
        close $log;
        rename "$folder/log", "$folder/log.1";
        open($log, '>', "$folder/log");
        $written = 0;
    }
    syswrite $log, $line;
    $written += length $line;
}

my %open = (stdout => $out, stderr => $err);
my %rest = (stdout => '', stderr => '');
my ($ended, $give_up, $status);
$SIG{CHLD} = sub { };
while (1) {
    if (!$ended && waitpid($program, POSIX::WNOHANG()) == $program) {
        $status = $?;
        $ended = 1;
        # As the end of a container ends all that runs in it.
        kill 'KILL', -$program;
        $give_up = now() + 1;
    }
    last if $ended && (!%open || now() > $give_up);
    my $bits = '';
    vec($bits, fileno($_), 1) = 1 for values %open;
    my $ready = select(my $readable = $bits, undef, undef, $ended ? 0.05 : 0.5);
    next if $ready <= 0;
    for my $stream (sort keys %open) {
        next unless vec($readable, fileno($open{$stream}), 1);
        my $read = sysread $open{$stream}, my $bytes, 65536;
        if (!$read) {
            delete $open{$stream};
            next;
        }
        my $text = $rest{$stream} . $bytes;
        while ((my $end = index $text, "\n") >= 0) {
            write_line($stream, substr($text, 0, $end));
            $text = substr $text, $end + 1;
        }
        while (length $text >= $line_bytes) {
            write_line($stream, substr($text, 0, $line_bytes));
            $text = substr $text, $line_bytes;
        }
        $rest{$stream} = $text;
    }
}

for my $stream (sort keys %rest) {
    write_line($stream, $rest{$stream}) if length $rest{$stream};
}
my $code = $status & 127 ? 128 + ($status & 127) : $status >> 8;
put('exit', sprintf("%d %.6f\n", $code, now()));
