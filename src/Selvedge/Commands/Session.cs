using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Selvedge.Commands.Output;

namespace Selvedge.Commands;

/// <summary>One run of a command: where it writes, in which form, and the network that it is about.</summary>
internal sealed class Session : IDisposable
{
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private Session(ParseResult parsed, OutputForm form, string? space)
    {
        Form = form;
        Out = parsed.InvocationConfiguration.Output;
        Error = parsed.InvocationConfiguration.Error;
        Paint = new Paint(Output.Paint.Wanted(Out));
        KubeconfigPath = KubeconfigFile.Locate(parsed.GetValue(CommandOptions.Kubeconfig));
        var file = KubeconfigFile.Read(KubeconfigPath);
        Namespace = space is { Length: > 0 } ? space : file.Namespace;
        Server = file.Server;
        Api = ApiClient.Open(KubeconfigPath);
    }

    /// <summary>Standard output.</summary>
    public TextWriter Out { get; }

    /// <summary>Standard error.</summary>
    public TextWriter Error { get; }

    /// <summary>Colours, or none.</summary>
    public Paint Paint { get; }

    /// <summary>The form wanted.</summary>
    public OutputForm Form { get; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; } = TimeProvider.System;

    /// <summary>The network's API.</summary>
    public ApiClient Api { get; }

    /// <summary>Where it is.</summary>
    public Uri Server { get; }

    /// <summary>The kubeconfig in use.</summary>
    public string KubeconfigPath { get; }

    /// <summary>The namespace in use.</summary>
    public string Namespace { get; }

    /// <summary>Now.</summary>
    public DateTimeOffset Now => Time.GetUtcNow();

    /// <summary>Opens the network that the command line, the environment or the folder names.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="form">The command's output option; null: it has none.</param>
    public static Session Open(ParseResult parsed, Option<string>? form = null)
    {
        var named = parsed.CommandResult.Command.Options.Contains(CommandOptions.Namespace)
            ? parsed.GetValue(CommandOptions.Namespace)
            : null;
        var wanted = form is null
            ? OutputForm.Table
            : Enum.Parse<OutputForm>(parsed.GetValue(form)!, ignoreCase: true);
        return new Session(parsed, wanted, named);
    }

    /// <summary>Writes a value for programs, where that is wanted.</summary>
    /// <returns>False where a person reads: nothing is written then.</returns>
    public bool TryWrite(JsonNode? value)
    {
        switch (Form)
        {
            case OutputForm.Json:
                Out.WriteLine(value?.ToJsonString(Indented) ?? "null");
                return true;
            case OutputForm.Yaml:
                Out.Write(YamlWriter.Write(value));
                return true;
            default:
                return false;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Api.Dispose();
}
