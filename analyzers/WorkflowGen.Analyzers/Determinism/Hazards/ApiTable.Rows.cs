using System.Collections.Generic;
using System.Linq;
using WorkflowGen.Roslyn;

namespace WorkflowGen.Analyzers.Determinism.Hazards;

internal static partial class ApiTable
{
    private static IEnumerable<ApiEntry> Clock => Rule(
        RuleIds.AmbientClock,
        Advice.Clock,
        "System.DateTime: Now UtcNow Today ToLocalTime ToUniversalTime IsDaylightSavingTime",
        "System.DateTimeOffset: Now UtcNow ToLocalTime LocalDateTime",
        "System.TimeProvider: System GetUtcNow GetLocalNow GetTimestamp LocalTimeZone",
        "System.Environment: TickCount TickCount64",
        "System.TimeZoneInfo: Local",
        "System.TimeZone: CurrentTimeZone",
        "System.Diagnostics.Stopwatch: * -Frequency -IsHighResolution",
        "Microsoft.Extensions.Internal.ISystemClock: UtcNow",
        "Microsoft.Extensions.Internal.SystemClock: UtcNow",
        "NodaTime.SystemClock: *",
        "NodaTime.IClock: GetCurrentInstant");

    private static IEnumerable<ApiEntry> Randomness => Rule(
        RuleIds.AmbientRandomness,
        Advice.Random,
        "System.Random: .ctor() Shared",
        "System.Security.Cryptography.RandomNumberGenerator: *",
        "System.Security.Cryptography.RNGCryptoServiceProvider: *",
        "System.Security.Cryptography.SymmetricAlgorithm: GenerateKey GenerateIV",
        "System.Security.Cryptography.Aes: GenerateKey GenerateIV",
        "System.Security.Cryptography.HMACSHA1: .ctor()",
        "System.Security.Cryptography.HMACSHA256: .ctor()",
        "System.Security.Cryptography.HMACSHA384: .ctor()",
        "System.Security.Cryptography.HMACSHA512: .ctor()",
        "System.IO.Path: GetRandomFileName GetTempFileName",
        "System.IO.Directory: CreateTempSubdirectory",
        "System.Diagnostics.ActivityTraceId: CreateRandom",
        "System.Diagnostics.ActivitySpanId: CreateRandom",
        "System.Linq.Enumerable: Shuffle")
        .Concat(Rule(RuleIds.AmbientRandomness, Advice.Guid, "System.Guid: NewGuid CreateVersion7"));

    private static IEnumerable<ApiEntry> Environment => Rule(
        RuleIds.EnvironmentFact,
        Advice.Environment,
        "System.Environment: * -NewLine",
        "System.Diagnostics.Process: GetCurrentProcess GetProcesses GetProcessesByName GetProcessById",
        "System.Diagnostics.Debugger: IsAttached",
        "System.Diagnostics.StackTrace: .ctor",
        "System.Diagnostics.StackFrame: .ctor",
        "System.Net.Dns: *",
        "System.GC: * -KeepAlive -SuppressFinalize -ReRegisterForFinalize -AllocateArray -AllocateUninitializedArray",
        "System.Threading.Thread: CurrentThread ManagedThreadId GetCurrentProcessorId CurrentPrincipal GetDomainID",
        "System.Threading.Tasks.Task: CurrentId Id",
        "System.Runtime.InteropServices.RuntimeInformation: *",
        "System.Runtime.InteropServices.RuntimeEnvironment: *",
        "System.AppContext: *",
        "System.AppDomain: CurrentDomain",
        "System.OperatingSystem: IsWindows IsLinux IsMacOS IsAndroid IsIOS IsBrowser IsFreeBSD IsMacCatalyst IsTvOS IsWatchOS IsWasi IsOSPlatform IsOSPlatformVersionAtLeast IsWindowsVersionAtLeast IsMacOSVersionAtLeast",
        "System.Reflection.Assembly: Location CodeBase GetEntryAssembly",
        "System.Net.NetworkInformation.NetworkInterface: *",
        "System.Net.NetworkInformation.IPGlobalProperties: *",
        "System.IO.DriveInfo: *",
        "System.IO.Directory: GetCurrentDirectory SetCurrentDirectory GetLogicalDrives",
        "System.IO.Path: GetTempPath",
        "System.Security.Principal.WindowsIdentity: GetCurrent",
        "System.Security.Claims.ClaimsPrincipal: Current",
        "System.Configuration.ConfigurationManager: *");

    private static IEnumerable<ApiEntry> Scheduling => Rule(
        RuleIds.Scheduling,
        Advice.Scheduling,
        "System.Threading.Thread: * -CurrentCulture -CurrentUICulture -MemoryBarrier -VolatileRead -VolatileWrite -Name",
        "System.Threading.Tasks.Task: Run Delay WhenAny WhenEach ContinueWith Start RunSynchronously Wait WaitAll WaitAny Factory .ctor WaitAsync(TimeSpan)",
        "System.Threading.Tasks.TaskFactory: *",
        "System.Threading.Tasks.TaskScheduler: *",
        "System.Threading.Tasks.Parallel: *",
        "System.Linq.ParallelEnumerable: AsParallel ForAll Range Repeat",
        "System.Threading.ThreadPool: *",
        "System.Threading.Timer: *  -Dispose -DisposeAsync",
        "System.Timers.Timer: * -Dispose -Close",
        "System.Threading.PeriodicTimer: * -Dispose",
        "System.TimeProvider: CreateTimer",
        "System.Threading.Tasks.TimeProviderTaskExtensions: *",
        "System.Threading.CancellationTokenSource: .ctor(*) CancelAfter",
        "System.Threading.SynchronizationContext: *",
        "System.ComponentModel.BackgroundWorker: *",
        "System.Collections.Concurrent.BlockingCollection: Take TryTake GetConsumingEnumerable TakeFromAny")
        .Concat(Rule(
            RuleIds.Scheduling,
            Advice.Locks,
            "System.Threading.Monitor: * -Exit",
            "System.Threading.Lock: * -Exit",
            "System.Threading.Mutex: * -ReleaseMutex",
            "System.Threading.Semaphore: * -Release",
            "System.Threading.SemaphoreSlim: * -Release -Dispose",
            "System.Threading.ReaderWriterLock: *",
            "System.Threading.ReaderWriterLockSlim: * -Dispose -ExitReadLock -ExitWriteLock -ExitUpgradeableReadLock",
            "System.Threading.SpinLock: * -Exit",
            "System.Threading.SpinWait: *",
            "System.Threading.WaitHandle: * -Dispose -Close",
            "System.Threading.EventWaitHandle: *",
            "System.Threading.ManualResetEvent: *",
            "System.Threading.ManualResetEventSlim: * -Dispose",
            "System.Threading.AutoResetEvent: *",
            "System.Threading.Barrier: * -Dispose",
            "System.Threading.CountdownEvent: * -Dispose"));

    private static IEnumerable<ApiEntry> State => Rule(
        RuleIds.StaticState,
        Advice.State,
        "System.Threading.ThreadLocal: * -Dispose",
        "System.Threading.AsyncLocal: *",
        "System.Runtime.Caching.MemoryCache: Default",
        "System.Threading.Thread: GetData SetData AllocateDataSlot AllocateNamedDataSlot GetNamedDataSlot",
        "System.Runtime.Remoting.Messaging.CallContext: *");

    private static IEnumerable<ApiEntry> HashCodes => Rule(
        RuleIds.UnstableHashCode,
        Advice.HashCode,
        "System.HashCode: Combine ToHashCode",
        "System.Runtime.CompilerServices.RuntimeHelpers: GetHashCode",
        "System.StringComparer: GetHashCode");

    private static IEnumerable<ApiEntry> Culture => Rule(
        RuleIds.AmbientCulture,
        Advice.Culture,
        "System.Globalization.CultureInfo: CurrentCulture CurrentUICulture InstalledUICulture DefaultThreadCurrentCulture DefaultThreadCurrentUICulture",
        "System.Globalization.RegionInfo: CurrentRegion",
        "System.Globalization.NumberFormatInfo: CurrentInfo",
        "System.Globalization.DateTimeFormatInfo: CurrentInfo",
        "System.Threading.Thread: CurrentCulture CurrentUICulture",
        "System.StringComparer: CurrentCulture CurrentCultureIgnoreCase",
        "System.StringComparison: CurrentCulture CurrentCultureIgnoreCase",
        "System.FormattableString: CurrentCulture",
        "System.DateTime: ToShortDateString ToLongDateString ToShortTimeString ToLongTimeString GetDateTimeFormats()",
        "System.DateOnly: ToShortDateString ToLongDateString",
        "System.TimeOnly: ToShortTimeString ToLongTimeString");
}
