# Keeps one program alive only as long as somebody speaks: every byte on standard input is a sign of life. Its end, or
# silence, kills the program at once.
#
#   perl lifeline.pl SILENCE_MILLISECONDS PROGRAM ARGUMENT...
#
# Ends with the program's exit code, or with 137 where it killed it.
use strict;
use warnings;
use POSIX ();

my ($silence, @command) = @ARGV;
# A signal to the terminal's group is for the one who speaks: it withdraws routes before it lets go.
POSIX::setsid();
$SIG{$_} = 'IGNORE' for qw(HUP INT TERM PIPE);
my $keeper = $$;
my $program = fork() // die "There is no new process: $!\n";
if (!$program) {
    $SIG{$_} = 'DEFAULT' for qw(HUP INT TERM PIPE);
    # prctl(PR_SET_PDEATHSIG, SIGKILL): so that a killed keeper takes the program along.
    my $prctl = { x86_64 => 157, aarch64 => 167 }->{ (POSIX::uname())[4] };
    syscall($prctl, 1, 9, 0, 0, 0) if $prctl;
    POSIX::_exit(137) if getppid() != $keeper;
    open(STDIN, '<', '/dev/null');
    no warnings 'exec';
    exec { $command[0] } @command;
    print STDERR "$command[0] does not start: $!\n";
    POSIX::_exit(127);
}

$SIG{CHLD} = sub { };
my $tick = 0.05;
my $silent = 0;
while (1) {
    if (waitpid($program, POSIX::WNOHANG()) == $program) {
        my $status = $?;
        exit($status & 127 ? 128 + ($status & 127) : $status >> 8);
    }
    vec(my $bits = '', fileno(STDIN), 1) = 1;
    my $ready = select(my $readable = $bits, undef, undef, $tick);
    if ($ready > 0) {
        my $read = sysread STDIN, my $beats, 4096;
        last if defined $read && $read == 0;
        $silent = 0;
    }
    elsif ($ready == 0) {
        $silent += $tick * 1000;
        last if $silent >= $silence;
    }
}

kill 'KILL', $program;
waitpid $program, 0;
exit 137;
