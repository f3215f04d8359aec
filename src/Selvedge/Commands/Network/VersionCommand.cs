using System.CommandLine;
using System.Text.Json.Nodes;
using Selvedge.Commands.Output;
using Selvedge.Configuration;
using Selvedge.Core.Resources.Schemas;
using Selvedge.Processes;

namespace Selvedge.Commands.Network;

/// <summary><c>selvedge version</c>: of this program, and of the control plane where one is reached.</summary>
internal static class VersionCommand
{
    /// <summary>The API tells its version in Kubernetes' form, with Selvedge's own behind it:
    /// <c>v1.34.0+selvedge-1.0.0</c>.</summary>
    /// <returns>For example <c>1.0.0 (Kubernetes API 1.34.0)</c>.</returns>
    public static string Shown(string version)
    {
        const string Mark = "+selvedge-";
        var at = version.IndexOf(Mark, StringComparison.Ordinal);
        return at < 0 ? version : $"{version[(at + Mark.Length)..]} (Kubernetes API {version[..at].TrimStart('v')})";
    }

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var command = CommandOptions.Named(
            "version", "Show the version of this program and of the control plane", "",
            "selvedge version");
        command.Add(CommandOptions.Output);
        command.SetAction(async (parsed, cancellation) =>
        {
            var control = "";
            var why = "";
            var answer = new JsonObject { ["client"] = ProductVersion.Text };
            try
            {
                using var session = Session.Open(parsed, CommandOptions.Output);
                control = JsonRead.Text(await session.Api.GetAsync("/version", cancellation), "gitVersion") ?? "";
                answer["control"] = control;
                if (session.TryWrite(answer))
                {
                    return 0;
                }
            }
            catch (UsageException error)
            {
                why = error.Message;
            }

            var output = parsed.InvocationConfiguration.Output;
            switch (parsed.GetValue(CommandOptions.Output))
            {
                case "json":
                    output.WriteLine(answer.ToJsonString());
                    break;
                case "yaml":
                    output.Write(YamlWriter.Write(answer));
                    break;
                default:
                    output.WriteLine($"selvedge   {ProductVersion.Text}");
                    output.WriteLine($"control    {(control.Length > 0 ? Shown(control) : $"not reached: {why}")}");
                    break;
            }

            return 0;
        });
        return command;
    }
}
