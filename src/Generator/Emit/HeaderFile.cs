using System.Globalization;
using System.Text;

namespace ResNetGen.Generator.Emit;

/// <summary>The header of a network's C functions, for C99 and C++: a pure function of the interface.</summary>
internal static class HeaderFile
{
    private static readonly (NativeStatus Status, string Name, string Meaning)[] Statuses =
    [
        (NativeStatus.Ok, "OK", "it did what it says"),
        (
            NativeStatus.InvalidArgument,
            "INVALID_ARGUMENT",
            "a NULL, a wrong length or number, no UTF-8, no model or a destroyed one"
        ),
        (
            NativeStatus.InvalidWeights,
            "INVALID_WEIGHTS",
            "the weights are damaged, in no known format, or another network's"
        ),
        (NativeStatus.CannotRead, "CANNOT_READ", "the file is not there or cannot be read"),
        (NativeStatus.Busy, "BUSY", "the model is running on another thread: fork, one for each thread"),
        (NativeStatus.OutOfMemory, "OUT_OF_MEMORY", "memory is exhausted"),
        (NativeStatus.InternalError, "INTERNAL_ERROR", "anything else; the text says what"),
    ];

    /// <summary>The text, with lines that end in <c>\n</c>.</summary>
    public static string Write(NativeInterface native)
    {
        StringBuilder text = new();
        string constants = native.Constants;
        Lines(
            $"""
            /*
             * {native.HeaderName}: a neural network that {(
                native.HasClassifier ? "classifies" : "gives features of"
            )} images, as C functions.
             *
             * Written by ResNetGen from {InComment(native.Origin)}.
             *
             * A model runs one call at a time: give each thread that calls a fork, which shares the weights. What a call
             * is given is used during the call only. Functions that return int return a value of {native.Prefix}_status, unless
             * they say another thing; {native.Prefix}_last_error() says in words what was wrong. The library stays loaded until
             * the process ends; where a process forks, the child cannot use what its parent has used already.
             */
            #ifndef {constants}_H
            #define {constants}_H

            #include <stddef.h>

            #if defined(_WIN32)
            #define {constants}_CALL __cdecl
            #else
            #define {constants}_CALL
            #endif

            #if defined(_WIN32) && !defined({constants}_STATIC)
            #define {constants}_API __declspec(dllimport)
            #else
            #define {constants}_API
            #endif

            #define {constants}_ABI_VERSION {Number(NativeAbi.Version)}

            """
        );
        Constant("INPUT_CHANNELS", native.InputChannels, "planes of an image");
        Constant("INPUT_HEIGHT", native.InputHeight, "rows of an image, in pixels");
        Constant("INPUT_WIDTH", native.InputWidth, "columns of an image, in pixels");
        Constant("INPUT_LENGTH", native.InputLength, "floats of an image");
        Constant("MAX_BATCH", native.MaxBatch, "the most images that one call takes");
        if (native.HasClassifier)
        {
            Constant("CLASSES", native.Classes, "logits of an image");
        }

        string before = native.HasClassifier ? ", before the classifier" : "";
        Constant("EMBEDDING_LENGTH", native.EmbeddingLength, $"features of an image{before}");
        Lines(
            $$"""

            #ifdef __cplusplus
            extern "C" {
            #endif

            typedef enum {{native.Prefix}}_status {
            """
        );
        foreach ((NativeStatus status, string name, string meaning) in Statuses)
        {
            string comma = status == Statuses[Statuses.Length - 1].Status ? "" : ",";
            Lines($"    {constants}_{name} = {Number((int)status)}{comma} /* {meaning} */");
        }

        Lines(
            $$"""
            } {{native.Prefix}}_status;

            /* A network with its weights. What it points to is the library's alone. */
            typedef struct {{native.Model}} {{native.Model}};
            """
        );
        foreach (NativeFunction function in NativeFunction.Of(native))
        {
            string[] documentation =
                function.Documentation.Length == 1
                    ? [$"/* {function.Documentation[0]} */"]
                    : ["/*", .. function.Documentation.Select(line => $" * {line}".TrimEnd()), " */"];
            Lines(["", .. documentation, Declaration(native, function)]);
        }

        Lines(
            $$"""

            #ifdef __cplusplus
            }
            #endif

            #endif /* {{constants}}_H */
            """
        );
        return text.ToString();

        void Constant(string name, long value, string meaning) =>
            Lines($"#define {constants}_{name} {Number(value)} /* {meaning} */");

        // Raw literals have the line ends of their source file.
        void Lines(params string[] lines)
        {
            foreach (string line in lines)
            {
                text.Append(line.Replace("\r", "")).Append('\n');
            }
        }
    }

    private static string Declaration(NativeInterface native, NativeFunction function)
    {
        string head =
            $"{native.Constants}_API {function.Result}{native.Constants}_CALL {native.Prefix}_{function.Name}(";
        string[] parameters = [.. function.Parameters.Select(parameter => parameter.Type + parameter.Name)];
        string line = $"{head}{(parameters.Length == 0 ? "void" : string.Join(", ", parameters))});";
        return line.Length <= 100 ? line : $"{head}\n    {string.Join(",\n    ", parameters)});";
    }

    /// <summary>Text that neither ends the comment round it nor begins another.</summary>
    private static string InComment(string text) => text.Replace("*/", "* /").Replace("/*", "/ *");

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
