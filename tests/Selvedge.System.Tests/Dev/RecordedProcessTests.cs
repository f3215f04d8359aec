using System.Diagnostics;
using Selvedge.Dev;

namespace Selvedge.System.Tests.Dev;

public sealed class RecordedProcessTests : IDisposable
{
    private readonly string _state = Directory.CreateTempSubdirectory("selvedge-process-").FullName;
    private readonly Process _process = Process.Start(new ProcessStartInfo("/bin/sleep", ["60"]))!;

    private string IdFile => RecordedProcess.FileOf(_state, "fra-1");

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
        Directory.Delete(_state, recursive: true);
    }

    [Fact]
    public void What_is_written_is_read_back_and_runs()
    {
        RecordedProcess.Of(_process.Id).Write(IdFile);

        var read = RecordedProcess.Read(IdFile);
        Assert.Equal(RecordedProcess.Of(_process.Id), read);
        Assert.True(read!.IsRunning);
    }

    [Fact]
    public void The_recorded_process_is_ended()
    {
        var recorded = RecordedProcess.Of(_process.Id);

        Assert.True(recorded.End());
        Assert.True(_process.WaitForExit(TimeSpan.FromSeconds(10)));
        Assert.False(recorded.IsRunning);
        Assert.False(recorded.End());
    }

    [Fact]
    public void Another_process_that_got_the_same_id_is_left_alone()
    {
        var another = RecordedProcess.Of(_process.Id) with { Start = "1" };

        Assert.False(another.IsRunning);
        Assert.False(another.End());
        Assert.False(_process.WaitForExit(TimeSpan.FromMilliseconds(200)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("12")]
    [InlineData("twelve\n34\n")]
    [InlineData("1\n2\n3\n")]
    public void A_file_that_records_no_process_is_none(string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(IdFile)!);
        File.WriteAllText(IdFile, text);

        Assert.Null(RecordedProcess.Read(IdFile));
    }

    [Fact]
    public void A_missing_file_is_none() => Assert.Null(RecordedProcess.Read(IdFile));
}
