using System.Diagnostics;
using System.Text;

namespace Selvedge.Control.Tests.Api;

/// <summary>Runs the unmodified kubectl that <c>eng/get-kubectl</c> fetches.</summary>
internal static class Kubectl
{
    private static readonly string? Program = Find();

    public static void SkipWhereMissing() =>
        Assert.SkipWhen(Program is null, "kubectl is not there: run eng/get-kubectl");

    public static async Task<(int Exit, string Out, string Error)> RunAsync(
        ApiFixture api, string arguments, string? input = null, string token = "admin", string? editor = null)
    {
        using var process = Start(api, arguments, token, editor);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(TimeSpan.FromSeconds(60));
        var output = process.StandardOutput.ReadToEndAsync(deadline.Token);
        var error = process.StandardError.ReadToEndAsync(deadline.Token);
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        try
        {
            await process.WaitForExitAsync(deadline.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            throw;
        }

        return (process.ExitCode, await output, await error);
    }

    /// <summary>Reads lines of a command that does not end by itself.</summary>
    public static async Task<List<string>> LinesAsync(
        ApiFixture api, string arguments, int rows, Func<Task> afterFirstRow)
    {
        using var process = Start(api, arguments, "admin", null);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(TimeSpan.FromSeconds(60));
        var lines = new List<string>();
        try
        {
            while (lines.Count < rows + 1 && await process.StandardOutput.ReadLineAsync(deadline.Token) is { } line)
            {
                lines.Add(line);
                if (lines.Count == 2)
                {
                    await afterFirstRow();
                }
            }
        }
        finally
        {
            process.Kill();
        }

        return lines;
    }

    private static Process Start(ApiFixture api, string arguments, string token, string? editor)
    {
        var start = new ProcessStartInfo(Program!)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = api.Folder,
        };
        foreach (var argument in Split(arguments))
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["KUBECONFIG"] = api.Kubeconfig(token);
        start.Environment["HOME"] = api.Folder;
        start.Environment["KUBE_EDITOR"] = editor;
        return Process.Start(start)!;
    }

    public static async Task<string> OkAsync(
        ApiFixture api, string arguments, string? input = null, string token = "admin", string? editor = null)
    {
        var (exit, output, error) = await RunAsync(api, arguments, input, token, editor);
        Assert.True(
            exit == 0,
            $"kubectl {arguments}: {exit}\n{output}\n{error}\n{string.Join("\n", api.LogLines.TakeLast(12))}");
        return output;
    }

    // Words parted by spaces; single quotes keep spaces.
    private static List<string> Split(string text)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        var quoted = false;
        foreach (var c in text + " ")
        {
            if (c == '\'')
            {
                quoted = !quoted;
            }
            else if (c == ' ' && !quoted)
            {
                if (word.Length > 0)
                {
                    words.Add(word.ToString());
                }

                word.Clear();
            }
            else
            {
                word.Append(c);
            }
        }

        return words;
    }

    private static string? Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, "artifacts", "tools", "kubectl", "kubectl");
            if (File.Exists(candidate))
            {
                return candidate;
            }
        }

        return null;
    }
}
